//! One HTTP exchange: the URL and the common headers, the timeout, and an answer or an error by its status alone.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use zeroize::Zeroizing;

use crate::config::Config;
use crate::error::{Code, Error, digits};
use crate::ports::{Body, Host, Pairs, Request, Response, Value, before};
use crate::protocol::problem::{SENTENCES, harmless};

/// In seconds.
const MINUTE: f64 = 60.0;
const DAY: f64 = 86_400.0;

/// What is asked of the API. A clone is the same question again.
#[derive(Clone)]
pub struct Call<V> {
    /// The method, in upper case.
    pub method: String,
    /// The path, from the base URL on.
    pub path: String,
    /// Added to what the path has.
    pub query: Pairs,
    /// What this call adds to the client's headers, or sets otherwise; the SDK's own win.
    pub headers: Pairs,
    /// What is sent as JSON.
    pub body: Option<V>,
}

impl<V> std::fmt::Debug for Call<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

impl<V> Call<V> {
    /// A read.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: "GET".to_owned(),
            path: path.into(),
            query: Pairs::new(),
            headers: Pairs::new(),
            body: None,
        }
    }

    /// A write.
    #[must_use]
    pub fn post(path: impl Into<String>, body: V) -> Self {
        Self {
            method: "POST".to_owned(),
            body: Some(body),
            ..Self::get(path)
        }
    }

    /// Whether it only reads (RFC 9110 §9.2.1), so that sending it again changes nothing.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.method == "GET"
    }
}

/// The transport with everything that all requests have in common.
pub struct Http<H> {
    host: Rc<H>,
    config: Config,
    /// The client's own, lowest rank first: its caller's, the SDK's. They may hold keys.
    headers: RefCell<Rc<[Pairs; 2]>>,
}

impl<H> std::fmt::Debug for Http<H> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Http")
    }
}

impl<H: Host> Http<H> {
    /// Everything goes to the base URL of `config`.
    pub fn new(host: Rc<H>, mut config: Config) -> Self {
        let headers = [&mut config.headers, &mut config.own_headers].map(std::mem::take);
        Self {
            host,
            config,
            headers: RefCell::new(Rc::new(headers)),
        }
    }

    /// Forgets what every request carried; for a client that sends none any more.
    pub fn clear_headers(&self) {
        self.headers.take();
    }

    /// Where time, tasks and the authenticator come from.
    pub fn host(&self) -> &Rc<H> {
        &self.host
    }

    /// What the client was created with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Sends once. An answer of 2xx is its JSON, or `None` where it is empty; everything else is an error.
    pub async fn exchange(
        &self,
        call: &Call<H::Json>,
        bearer: Option<Zeroizing<String>>,
    ) -> Result<Option<H::Json>, Error> {
        let sending = self.send(call, bearer.as_deref());
        // Overwritten before the wait.
        drop(bearer);
        let response = before(sending, self.host.sleep(self.config.timeout)).await;
        let late = || Err(Error::new(Code::Timeout, "the API did not answer in time"));
        self.judge(response.unwrap_or_else(late)?)
    }

    fn send(
        &self,
        call: &Call<H::Json>,
        bearer: Option<&String>,
    ) -> impl Future<Output = Result<Response<H::Json>, Error>> + use<H> {
        // Not borrowed while the host sends: a page's own `fetch` may close the client.
        let common = Rc::clone(&self.headers.borrow());
        let [given, own] = &*common;
        let mut headers = Vec::new();
        for (name, value) in [given, &call.headers, own].into_iter().flatten() {
            headers.push((name.as_str(), value.as_str()));
        }
        if call.body.is_some() {
            headers.push(("Content-Type", "application/json"));
        }
        if let Some(bearer) = bearer {
            for name in self.config.auth_header.names() {
                headers.push((name, bearer.as_str()));
            }
        }
        self.host.send(Request {
            method: &call.method,
            url: &self.config.base_url.join(&call.path),
            query: &call.query,
            headers,
            body: call.body.as_ref(),
        })
    }

    fn judge(&self, response: Response<H::Json>) -> Result<Option<H::Json>, Error> {
        let status = response.status;
        let (code, message) = match (status, response.body) {
            (200..=299, Body::Empty) => return Ok(None),
            (200..=299, Body::Json(json)) => return Ok(Some(json)),
            (200..=299, Body::Unreadable) => (
                Code::InvalidResponse,
                Some("the answer is not JSON; is baseUrl the API?".to_owned()),
            ),
            (_, Body::Json(json)) => (Code::of_status(status), said(&json)),
            (_, Body::Empty | Body::Unreadable) => (Code::of_status(status), None),
        };
        let mut error = Error::new(
            code,
            message.unwrap_or_else(|| ["the API answered ", &digits(status.into())].concat()),
        );
        error.status = Some(status);
        error.request_id = response.request_id;
        error.retry_after = response.retry_after.and_then(|text| self.seconds(&text));
        // 408 asks for the same again (RFC 9110 §15.5.9); 501 will not change its mind (§15.6.2).
        error.retryable = (error.retryable || status == 408) && status != 501;
        Err(error)
    }

    /// `Retry-After` in seconds, from either of its forms (RFC 9110 §10.2.3). A date is compared with the user's clock:
    /// what is not near says more of that clock than of the API.
    fn seconds(&self, retry_after: &str) -> Option<u32> {
        let text = retry_after.trim_ascii();
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(text.parse().unwrap_or(u32::MAX));
        }
        // A host's parser takes much more for a date, `-1` among it (§5.6.7).
        let is_date = text.ends_with(" GMT") && text.starts_with(|c: char| c.is_ascii_alphabetic());
        let date = is_date.then(|| self.host.parse_date(text)).flatten()?;
        let ahead = (date - self.host.epoch_ms()) / 1000.0;
        (-MINUTE..=DAY)
            .contains(&ahead)
            .then(|| whole_seconds(ahead))
    }
}

/// What the API says of an error.
fn said<V: Value>(problem: &V) -> Option<String> {
    // An API may repeat what it was sent.
    let sentence = |name: &&str| harmless(&Zeroizing::new(problem.get(name)?.text()?));
    SENTENCES.iter().find_map(sentence)
}

/// Rounds up, so that nobody comes too early; what has passed is now.
#[expect(
    clippy::as_conversions,
    reason = "a float becomes an integer in no other way; `as` saturates and takes NaN for 0"
)]
pub fn whole_seconds(seconds: f64) -> u32 {
    seconds.ceil() as u32
}

#[cfg(test)]
mod tests;
