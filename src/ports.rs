//! The traits behind which all input and output lives. The browser implements them in `web`, the tests with fakes and a clock turned by hand.

mod abort;
mod value;

pub use abort::{Abort, Race, before, race};
use std::future::Future;
use std::pin::Pin;
pub use value::{Kind, Value};

use crate::error::{Cause, Error};

/// Names and values of a query, or of headers.
pub type Pairs = Vec<(String, String)>;

/// One HTTP request, ready to be sent. Borrowed, so that no second copy of a token is made.
pub struct Request<'a, V> {
    /// The method, in upper case.
    pub method: &'a str,
    /// The absolute URL.
    pub url: &'a str,
    /// Added to what the URL has.
    pub query: &'a [(String, String)],
    /// Of one name, in whatever case, the last counts.
    pub headers: Vec<(&'a str, &'a str)>,
    /// What is sent as JSON.
    pub body: Option<&'a V>,
}

impl<V> std::fmt::Debug for Request<'_, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

/// What came back for a request, whatever its status.
#[derive(Debug, Clone)]
pub struct Response<V> {
    /// The HTTP status.
    pub status: u16,
    /// The header `Retry-After`, as it came.
    pub retry_after: Option<String>,
    /// The header `x-request-id`, where CORS exposes it.
    pub request_id: Option<String>,
    /// The body.
    pub body: Body<V>,
}

/// The body of a response, parsed by the host.
#[derive(Clone)]
pub enum Body<V> {
    /// There is none.
    Empty,
    /// JSON.
    Json(V),
    /// Something else: HTML, or JSON that was cut off.
    Unreadable,
}

impl<V> std::fmt::Debug for Body<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Json(_) => "Json",
            Self::Unreadable => "Unreadable",
        })
    }
}

/// HTTP.
pub trait Transport {
    /// The host's values.
    type Value: Value;

    /// Sends a request: no cookies, no cache, no redirects. Fails with `network` where no answer came.
    ///
    /// It leaves at once; what it was made of is not needed any more. Dropping the future aborts it.
    fn send(
        &self,
        request: Request<'_, Self::Value>,
    ) -> impl Future<Output = Result<Response<Self::Value>, Error>> + use<Self>;
}

/// How the browser offers an assertion (Credential Management §2.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mediation {
    /// The browser may choose without asking.
    Optional,
    /// The user must always be asked.
    Required,
    /// Without a prompt of its own: among what the browser fills in.
    Conditional,
}

/// The name of the `DOMException` with which a ceremony ended, and the exception.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// Such as `NotAllowedError`; empty where what was thrown has no name.
    pub name: String,
    /// What was thrown.
    pub cause: Option<Cause>,
}

/// `navigator.credentials` (WebAuthn Level 3 §5.1).
pub trait Authenticator {
    /// The host's values.
    type Value;

    /// Whether there are passkeys at all; asked before anything is sent.
    fn supported(&self) -> bool;

    /// Whether assertions can be offered among what the browser fills in (WebAuthn Level 3 §5.1.7).
    fn conditional_get(&self) -> impl Future<Output = bool> + 'static;

    /// Whether a credential can be made under conditional mediation (`conditionalCreate`, WebAuthn Level 3 §5.8.7).
    fn conditional_create(&self) -> impl Future<Output = bool> + 'static;

    /// Makes a credential. When `abort` fires the prompt is taken away; the future ends when the browser has settled.
    fn create(
        &self,
        public_key: Self::Value,
        mediation: Option<Mediation>,
        abort: Abort,
    ) -> impl Future<Output = Result<Self::Value, Refusal>> + 'static;

    /// Gets an assertion. Ends like `create`.
    fn get(
        &self,
        public_key: Self::Value,
        mediation: Option<Mediation>,
        abort: Abort,
    ) -> impl Future<Output = Result<Self::Value, Refusal>> + 'static;

    /// Whether the document has the focus, which browsers want for a prompt. `true` where there is no telling.
    fn focused(&self) -> bool;

    /// Ends when the document has the focus. Dropping the future ends the listening.
    fn focus(&self) -> impl Future<Output = ()> + 'static;

    /// Whether Permissions Policy gives the document this feature (WebAuthn Level 3 §5.9).
    /// `None` where the browser does not say and the document is framed by another origin, which is where it may not.
    fn permitted(&self, feature: &str) -> Option<bool>;

    /// Calls one of the signal methods of `PublicKeyCredential`, where it exists; what becomes of it, nobody is told
    /// (WebAuthn Level 3 §5.1.10). Without `rpId` it is the page's own.
    fn signal(&self, method: &str, options: Self::Value);
}

/// Time.
pub trait Clock {
    /// Milliseconds since some fixed moment, on a clock that the user cannot set.
    fn now(&self) -> f64;

    /// Milliseconds since the epoch by the user's clock. For display, and for HTTP dates.
    fn epoch_ms(&self) -> f64;

    /// The milliseconds since the epoch that an HTTP date stands for (RFC 9110 §5.6.7).
    fn parse_date(&self, date: &str) -> Option<f64>;

    /// Ends after so many milliseconds; earlier where the host counts no further. Dropping the future forgets the timer.
    fn sleep(&self, ms: f64) -> impl Future<Output = ()> + 'static;
}

/// Randomness, for spreading what many clients would do at once. Not for secrets.
pub trait Chance {
    /// A number from 0 up to, but not including, 1.
    fn random(&self) -> f64;
}

/// A piece of work that goes on by itself.
pub type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Work that nobody waits for.
pub trait Tasks {
    /// Starts a task; it begins after the caller has returned.
    fn spawn(&self, task: Task);
}

/// The host: everything that the core needs from outside.
pub trait Host:
    Transport<Value = <Self as Host>::Json>
    + Authenticator<Value = <Self as Host>::Json>
    + Clock
    + Chance
    + Tasks
    + 'static
{
    /// The host's values: JavaScript's in the browser.
    type Json: Value;
}
