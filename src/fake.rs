//! A host for the tests: a clock turned by hand, a transport and an authenticator that answer what they are told to, tasks that run when asked.

#[path = "fake/host.rs"]
mod host;
#[path = "fake/stage.rs"]
mod stage;
#[path = "fake/value.rs"]
mod value;

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};

use serde_json::{Value as Tree, json};

use crate::config::{AuthHeader, BaseUrl, Config, UrlParts};
use crate::error::{Code, Error};
use crate::once::Once;
use crate::ports::{Body, Mediation, Refusal, Response};
use crate::protocol::base64;

pub(crate) use host::FakeHost;
pub(crate) use stage::Stage;
pub(crate) use value::Fake;

/// One request as it left.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: HashMap<String, String>,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Option<Tree>,
}

impl Sent {
    /// The access token that it carried.
    pub(crate) fn token(&self) -> Option<&str> {
        self.headers.get("authorization")?.strip_prefix("Bearer ")
    }

    /// Method and path.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

pub(crate) type Answer = Result<Response<Fake>, Error>;

/// What the world outside does. Shared by the host and the test.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) now: Cell<f64>,
    /// What every draw gives.
    pub(crate) random: Cell<f64>,
    pub(crate) sent: RefCell<Vec<Sent>>,
    /// For the next requests, in their order; `None` never answers.
    answers: RefCell<VecDeque<Option<Once<Answer>>>>,
    sleepers: RefCell<Vec<(f64, Once<()>)>>,
    /// Requests that were dropped before they were answered.
    pub(crate) dropped: Cell<usize>,
    pub(crate) unsupported: Cell<bool>,
    pub(crate) without_autofill: Cell<bool>,
    /// What says whether passkeys can be made without a prompt; without it, they can.
    pub(crate) upgrades: RefCell<Option<Once<bool>>>,
    pub(crate) unfocused: Cell<bool>,
    /// Comes with the focus.
    pub(crate) focus: RefCell<Once<()>>,
    /// What Permissions Policy says, where it is not that all is permitted.
    pub(crate) permitted: Cell<Option<Option<bool>>>,
    /// For the next prompts; without one, the prompt stays until it is aborted.
    prompts: RefCell<VecDeque<Result<Fake, Refusal>>>,
    pub(crate) prompted: RefCell<Vec<Fake>>,
    /// How each prompt was to be offered.
    pub(crate) mediations: RefCell<Vec<Option<Mediation>>>,
    /// How long a prompt lasts, in milliseconds.
    pub(crate) prompt_lasts: Cell<f64>,
    /// Until when the browser keeps a prompt that was aborted.
    pub(crate) lets_go: RefCell<Option<Once<()>>>,
    /// Prompts on the screen.
    pub(crate) open_prompts: Cell<usize>,
    /// The signal methods that were called, and their options.
    pub(crate) signalled: RefCell<Vec<(String, Tree)>>,
}

pub(crate) fn good_config() -> Config {
    let parts = UrlParts {
        protocol: "https:".to_owned(),
        hostname: "api.example".to_owned(),
        origin: "https://api.example".to_owned(),
        pathname: "/".to_owned(),
        more: false,
    };
    Config {
        base_url: BaseUrl::new(&parts).unwrap(),
        rp_id: None,
        auth_header: AuthHeader::default(),
        timeout: 30_000.0,
        refresh_margin: 300_000.0,
        headers: Vec::new(),
        own_headers: Vec::new(),
    }
}

pub(crate) fn good_tokens(user: &str, access: &str, refresh: &str) -> Tree {
    json!({ "access_token": access, "refresh_token": refresh, "token_type": "Bearer", "expires_in": 3600, "subject": user, "roles": ["USER"] })
}

/// A token with these claims.
pub(crate) fn jwt(claims: &Tree) -> String {
    format!("h.{}.s", base64::encode(claims.to_string().as_bytes()))
}

pub(crate) fn ok(body: Tree) -> Answer {
    status(200, body)
}

pub(crate) fn status(status: u16, body: Tree) -> Answer {
    Ok(Response {
        status,
        retry_after: None,
        request_id: None,
        body: Body::Json(Fake::from(&body)),
    })
}

pub(crate) fn bodiless(status: u16, body: Body<Fake>) -> Answer {
    Ok(Response {
        status,
        retry_after: None,
        request_id: None,
        body,
    })
}

pub(crate) fn no_answer() -> Answer {
    Err(Error::new(Code::Network, "the API could not be reached"))
}
