//! What comes back for a request: from the server, or from what broke on the way.

use ibex_wallet_sdk::error::{Code, Error};
use ibex_wallet_sdk::ports::{Body, Response};

use crate::json::Json;

/// What became of a request, as its sender can know it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Outcome {
    /// A good answer.
    Good,
    /// New tokens, of this session.
    Tokens(Pair),
    /// No good answer.
    Bad(Failure),
}

/// The numbers of two tokens of one session, and for how many milliseconds the first one lives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    pub(crate) session: usize,
    pub(crate) access: usize,
    pub(crate) refresh: usize,
    pub(crate) life: f64,
}

/// Why an answer was not good.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Failure {
    pub(crate) code: Code,
    pub(crate) status: Option<u16>,
    /// Seconds.
    pub(crate) retry_after: Option<u32>,
}

impl Failure {
    /// Without an answer.
    pub(crate) const fn silent(code: Code) -> Self {
        Self {
            code,
            status: None,
            retry_after: None,
        }
    }

    /// By the table of the documentation.
    pub(crate) fn of(status: u16, retry_after: Option<u32>) -> Self {
        let code = match status {
            200 => Code::InvalidResponse,
            401 => Code::Unauthorized,
            403 => Code::Forbidden,
            404 => Code::NotFound,
            409 => Code::Conflict,
            429 => Code::RateLimited,
            500..=599 => Code::ServerError,
            _ => Code::BadRequest,
        };
        Self {
            code,
            status: Some(status),
            retry_after,
        }
    }

    /// Whether a read is sent again after it.
    pub(crate) const fn may_pass(self) -> bool {
        matches!(self.code, Code::Network) || matches!(self.status, Some(429 | 502 | 503 | 504))
    }

    /// Whether an error tells of it. How the SDK found out that an answer is malformed is its own business.
    pub(crate) fn is_told_by(self, error: &Error) -> bool {
        match self.code {
            Code::InvalidResponse => error.code == self.code,
            _ => {
                (error.code, error.status, error.retry_after)
                    == (self.code, self.status, self.retry_after)
            }
        }
    }

    /// Whether it ends the session that it was to renew.
    pub(crate) const fn refuses_tokens(self) -> bool {
        matches!(self.status, Some(400 | 401 | 403))
    }
}

/// A reply on its way.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) result: Result<Response<Json>, Error>,
    pub(crate) outcome: Outcome,
}

impl Reply {
    /// A good answer.
    pub(crate) fn good(body: Json, outcome: Outcome) -> Self {
        Self {
            result: response(200, Body::Json(body), None),
            outcome,
        }
    }

    /// An answer that the protocol does not know.
    pub(crate) fn malformed(body: Body<Json>) -> Self {
        Self {
            result: response(200, body, None),
            outcome: Outcome::Bad(Failure::of(200, None)),
        }
    }

    /// A refusal.
    pub(crate) fn refusal(status: u16) -> Self {
        Self::wait(status, None)
    }

    /// A refusal that may say when to come again: the seconds, and the words for them.
    pub(crate) fn wait(status: u16, retry_after: Option<(u32, String)>) -> Self {
        let (seconds, words) = retry_after.unzip();
        let body = Json::of([("message", "no".into())]);
        Self {
            result: response(status, Body::Json(body), words),
            outcome: Outcome::Bad(Failure::of(status, seconds)),
        }
    }

    /// The connection broke.
    pub(crate) fn none() -> Self {
        Self {
            result: Err(Error::new(Code::Network, "the API could not be reached")),
            outcome: Outcome::Bad(Failure::silent(Code::Network)),
        }
    }
}

fn response(
    status: u16,
    body: Body<Json>,
    retry_after: Option<String>,
) -> Result<Response<Json>, Error> {
    Ok(Response {
        status,
        retry_after,
        request_id: None,
        body,
    })
}
