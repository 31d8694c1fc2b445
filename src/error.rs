//! The one error of the SDK: a stable code, a message without secrets, and what a caller needs to decide.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

/// What went wrong, in a word that never changes its meaning.
///
/// This list is the only one; `as_str` is what JavaScript sees as `error.code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The caller's value is unusable; the message names the field; nothing was sent.
    InvalidArgument,
    /// There is no session.
    NotSignedIn,
    /// The refresh token was refused; the session is gone.
    SessionExpired,
    /// The call was made, or still pending, after `close()`.
    ClientClosed,
    /// The browser or the authenticator has no passkeys of the kind asked for.
    PasskeyNotSupported,
    /// The user, or the browser on the user's behalf, declined.
    PasskeyCancelled,
    /// The ceremony's own timeout elapsed.
    PasskeyTimeout,
    /// The authenticator holds one of the excluded credentials.
    PasskeyAlreadyRegistered,
    /// The page's origin may not use this RP ID.
    PasskeyRpMismatch,
    /// The ceremony failed in another way; see the cause.
    PasskeyFailed,
    /// The caller's signal fired, or a newer ceremony of the same client began.
    Aborted,
    /// No answer arrived.
    Network,
    /// No answer arrived in time.
    Timeout,
    /// 400, or another 4xx without a code of its own.
    BadRequest,
    /// 401.
    Unauthorized,
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 409.
    Conflict,
    /// 429.
    RateLimited,
    /// 5xx.
    ServerError,
    /// An answer that is not what the protocol says.
    InvalidResponse,
    /// The wasm module could not be loaded.
    WasmLoadFailed,
    /// A defect of the SDK.
    Internal,
}

impl Code {
    /// Every code, in the order of the documentation.
    pub const ALL: [Self; 23] = [
        Self::InvalidArgument,
        Self::NotSignedIn,
        Self::SessionExpired,
        Self::ClientClosed,
        Self::PasskeyNotSupported,
        Self::PasskeyCancelled,
        Self::PasskeyTimeout,
        Self::PasskeyAlreadyRegistered,
        Self::PasskeyRpMismatch,
        Self::PasskeyFailed,
        Self::Aborted,
        Self::Network,
        Self::Timeout,
        Self::BadRequest,
        Self::Unauthorized,
        Self::Forbidden,
        Self::NotFound,
        Self::Conflict,
        Self::RateLimited,
        Self::ServerError,
        Self::InvalidResponse,
        Self::WasmLoadFailed,
        Self::Internal,
    ];

    /// The code as JavaScript sees it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidArgument => "invalid_argument",
            Self::NotSignedIn => "not_signed_in",
            Self::SessionExpired => "session_expired",
            Self::ClientClosed => "client_closed",
            Self::PasskeyNotSupported => "passkey_not_supported",
            Self::PasskeyCancelled => "passkey_cancelled",
            Self::PasskeyTimeout => "passkey_timeout",
            Self::PasskeyAlreadyRegistered => "passkey_already_registered",
            Self::PasskeyRpMismatch => "passkey_rp_mismatch",
            Self::PasskeyFailed => "passkey_failed",
            Self::Aborted => "aborted",
            Self::Network => "network",
            Self::Timeout => "timeout",
            Self::BadRequest => "bad_request",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::RateLimited => "rate_limited",
            Self::ServerError => "server_error",
            Self::InvalidResponse => "invalid_response",
            Self::WasmLoadFailed => "wasm_load_failed",
            Self::Internal => "internal",
        }
    }

    /// The code of an HTTP status that is no success, whatever the body says.
    #[must_use]
    pub const fn of_status(status: u16) -> Self {
        match status {
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            409 => Self::Conflict,
            429 => Self::RateLimited,
            400..=499 => Self::BadRequest,
            500..=599 => Self::ServerError,
            // 1xx and 3xx never reach a caller of fetch: redirects are errors there.
            _ => Self::InvalidResponse,
        }
    }
}

/// What the host threw: a `DOMException` or a `TypeError` in the browser. The core only carries it.
#[derive(Clone)]
pub struct Cause(Rc<dyn Any>);

impl Cause {
    /// Wraps a value of the host.
    pub fn new(value: impl Any) -> Self {
        Self(Rc::new(value))
    }

    /// The value, if it is of that type.
    #[must_use]
    pub fn downcast<T: Any>(&self) -> Option<&T> {
        self.0.downcast_ref()
    }
}

impl fmt::Debug for Cause {
    /// Says that there is one, and nothing of it: it belongs to the host.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cause")
    }
}

/// An error of the SDK: a box, since every result carries the room for one.
#[derive(Debug, Clone)]
pub struct Error(Box<Details>);

/// What an error says. `message` holds no token, code, address, credential id, query string or body.
#[derive(Debug, Clone)]
pub struct Details {
    /// What went wrong.
    pub code: Code,
    /// One sentence for a developer.
    pub message: Cow<'static, str>,
    /// The HTTP status, where the API answered.
    pub status: Option<u16>,
    /// Whether the same call, made again later, may succeed without the user doing anything.
    pub retryable: bool,
    /// Seconds to wait, where the API said so.
    pub retry_after: Option<u32>,
    /// The API's `x-request-id`, where it is exposed.
    pub request_id: Option<String>,
    /// What the host threw.
    pub cause: Option<Cause>,
}

impl Error {
    /// An error with a code and a message. Whether it is retryable follows from the code.
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> Self {
        let retryable = matches!(
            code,
            Code::Network
                | Code::Timeout
                | Code::RateLimited
                | Code::ServerError
                | Code::WasmLoadFailed
        );
        Self(Box::new(Details {
            code,
            message: message.into(),
            status: None,
            retryable,
            retry_after: None,
            request_id: None,
            cause: None,
        }))
    }

    /// `invalid_argument` for a field of the caller's.
    #[must_use]
    pub fn invalid_argument(field: &str, problem: &str) -> Self {
        Self::new(Code::InvalidArgument, [field, ": ", problem].concat())
    }

    /// `invalid_response` for a member of an answer.
    #[must_use]
    pub fn invalid_response(member: &str, problem: &str) -> Self {
        Self::new(
            Code::InvalidResponse,
            ["the answer's ", member, " ", problem].concat(),
        )
    }

    /// The same error with what the host threw.
    #[must_use]
    pub fn with_cause(mut self, cause: Option<Cause>) -> Self {
        self.cause = cause;
        self
    }
}

impl Deref for Error {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.message)
    }
}

impl std::error::Error for Error {}

/// A number for a message.
///
/// NOTE: not `to_string()`, which brings all of std's formatting along: one and a half in a hundred bytes of the wasm.
#[must_use]
pub fn digits(number: u32) -> String {
    let mut text = match number {
        0..=9 => String::new(),
        _ => digits(number / 10),
    };
    text.extend(char::from_digit(number % 10, 10));
    text
}

#[cfg(test)]
mod tests;
