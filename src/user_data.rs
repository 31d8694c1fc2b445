//! Private user data: a flat map of scalars behind the API. Keys that begin with `private.` can be written but never read.

mod turns;

use std::cell::Cell;
use std::future::Future;
use std::rc::Rc;

use crate::api::{Api, Fallback, user_map};
use crate::error::{Code, Error};
use crate::http::Call;
use crate::ports::{Abort, Host, Kind, Value};
use crate::session::Caller;
use turns::Turns;

/// The proxy to IBEX Safe, in its versions.
const PROXY: [&str; 2] = ["/v1.2/ibexsafe/userdata", "/v1.1/ibexsafe/userdata"];
/// Takes writes where there is no proxy.
const USERS_ME: &str = "/v1.2/users/me";

/// The user-data capability of one client. Clones are the same one.
pub struct UserData<H: Host> {
    api: Api<H>,
    inner: Rc<Inner>,
}

struct Inner {
    /// `set()` calls reach the server in the order of the calls.
    turns: Rc<Turns>,
    /// Below: `/external/{externalUserId}`.
    reads: Fallback,
    writes: Fallback,
    reads_by_post: Fallback,
    /// The GET is refused whatever the token: the POST with empty data is the read.
    get_refused: Cell<bool>,
}

impl<H: Host> Clone for UserData<H> {
    fn clone(&self) -> Self {
        Self {
            api: self.api.clone(),
            inner: Rc::clone(&self.inner),
        }
    }
}

impl<H: Host> std::fmt::Debug for UserData<H> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UserData")
    }
}

impl<H: Host> UserData<H> {
    /// For the users of this client.
    pub fn new(api: Api<H>) -> Self {
        let inner = Inner {
            turns: Rc::default(),
            reads: Fallback::new(&PROXY),
            writes: Fallback::new(&[PROXY[0], PROXY[1], USERS_ME]),
            reads_by_post: Fallback::new(&PROXY),
            get_refused: Cell::new(false),
        };
        Self {
            api,
            inner: Rc::new(inner),
        }
    }

    /// Reads everything that may be read.
    pub fn get(
        &self,
        signal: Option<Abort>,
    ) -> impl Future<Output = Result<H::Json, Error>> + use<H> {
        let (this, caller) = (self.clone(), self.api.begin());
        async move {
            let caller = caller?;
            this.api.run(signal, this.read(&caller)).await
        }
    }

    /// Merges these values into what is stored; `null` deletes. The values are taken at once, whatever the caller does to the object afterwards.
    pub fn set(
        &self,
        values: &H::Json,
        signal: Option<Abort>,
    ) -> impl Future<Output = Result<(), Error>> + use<H> {
        let (this, caller, values) = (self.clone(), self.api.begin(), scalars(values));
        let place = self.inner.turns.queue();
        async move {
            let (caller, values) = (caller?, values?);
            if values.is_empty() {
                // An empty write is a read.
                return this.api.run(signal, async { Ok(()) }).await;
            }
            this.api
                .run(signal, async {
                    place.turn().await;
                    this.write(&caller, H::Json::from_entries(values)).await
                })
                .await
                .map(drop)
        }
    }

    /// Deletes these keys.
    pub fn delete(&self, keys: Vec<String>) -> impl Future<Output = Result<(), Error>> + use<H> {
        let mut values = Vec::new();
        for key in keys {
            values.push((key, H::Json::null()));
        }
        self.set(&H::Json::from_entries(values), None)
    }

    async fn read(&self, caller: &Caller) -> Result<H::Json, Error> {
        if self.inner.get_refused.get() {
            return self.read_by_post(caller).await;
        }
        let ask = |path: &str| {
            Call::get([path, "/external/", &segment(&caller.external_user_id)].concat())
        };
        match self.inner.reads.send(&self.api, caller, &ask).await {
            // The token is fresh: it was renewed for the replay.
            Err(error) if error.code == Code::Unauthorized && !error.retryable => {
                let data = self.read_by_post(caller).await?;
                self.inner.get_refused.set(true);
                Ok(data)
            }
            answer => readable(answer?),
        }
    }

    async fn read_by_post(&self, caller: &Caller) -> Result<H::Json, Error> {
        let body = self.body(caller, H::Json::from_entries(Vec::new()));
        let ask = |path: &str| Call::post(path, body.clone());
        let answer = self
            .inner
            .reads_by_post
            .send(&self.api, caller, &ask)
            .await?;
        readable(answer)
    }

    async fn write(&self, caller: &Caller, data: H::Json) -> Result<Option<H::Json>, Error> {
        let ask = |path: &str| match path {
            // The user is whoever the token is for.
            USERS_ME => Call::post(
                path,
                H::Json::from_members(vec![("data", Some(data.clone()))]),
            ),
            _ => Call::post(path, self.body(caller, data.clone())),
        };
        self.inner.writes.send(&self.api, caller, &ask).await
    }

    fn body(&self, caller: &Caller, data: H::Json) -> H::Json {
        let user = H::Json::from_text(&caller.external_user_id);
        H::Json::from_members(vec![("externalUserId", Some(user)), ("data", Some(data))])
    }
}

/// What a caller wants to store, checked before anything is sent.
fn scalars<V: Value>(values: &V) -> Result<Vec<(String, V)>, Error> {
    let entries = values
        .members()
        .ok_or_else(|| Error::invalid_argument("values", "must be an object of keys and values"))?;
    for (key, value) in &entries {
        if key.is_empty() {
            return Err(Error::invalid_argument("values", "has an empty key"));
        }
        if key.chars().any(|c| c == char::REPLACEMENT_CHARACTER) {
            // Half a surrogate pair has become it on the way here: two keys could be one by now.
            return Err(Error::invalid_argument(key, "is no well-formed text"));
        }
        let problem = match value.kind() {
            Kind::Text | Kind::Number | Kind::Bool | Kind::Null => continue,
            Kind::Undefined => "is undefined; null deletes a key",
            Kind::Other | Kind::Bytes | Kind::Array | Kind::Object => {
                "must be a string, a finite number, a boolean or null"
            }
        };
        return Err(Error::invalid_argument(key, problem));
    }
    Ok(entries)
}

/// What may be read of an answer; nothing is stored where it is empty.
fn readable<V: Value>(answer: Option<V>) -> Result<V, Error> {
    match answer {
        Some(json) if !json.is_object() => Err(Error::invalid_response("body", "is no object")),
        Some(json) => Ok(V::from_entries(user_map(&json))),
        None => Ok(V::from_entries(Vec::new())),
    }
}

/// An id as a segment of a path (RFC 3986 §3.3): whatever is not unreserved is percent-encoded.
fn segment(id: &str) -> String {
    let mut segment = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            segment.push(char::from(byte));
        } else {
            segment.push('%');
            for digit in [byte >> 4, byte & 15] {
                segment.extend(char::from_digit(digit.into(), 16));
            }
        }
    }
    segment
}

#[cfg(test)]
mod tests;
