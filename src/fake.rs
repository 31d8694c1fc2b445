//! A host for the tests: a clock turned by hand, a transport and an authenticator that answer what they are told to, tasks that run when asked.

#[path = "fake/value.rs"]
mod value;

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::rc::Rc;

use futures_executor::{LocalPool, LocalSpawner};
use futures_util::task::LocalSpawnExt;
use serde_json::{Value as Tree, json};

use crate::api::Api;
use crate::config::{AuthHeader, BaseUrl, Config, UrlParts};
use crate::error::{Code, Error};
use crate::once::Once;
use crate::ports::{
    Abort, Authenticator, Body, Clock, Host, Mediation, Refusal, Request, Response, Task, Tasks,
    Transport, race,
};
use crate::protocol::base64;

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
    pub(crate) sent: RefCell<Vec<Sent>>,
    /// For the next requests, in their order; `None` never answers.
    answers: RefCell<VecDeque<Option<Once<Answer>>>>,
    sleepers: RefCell<Vec<(f64, Once<()>)>>,
    /// Requests that were dropped before they were answered.
    pub(crate) dropped: Cell<usize>,
    pub(crate) unsupported: Cell<bool>,
    /// For the next prompts; without one, the prompt stays until it is aborted.
    prompts: RefCell<VecDeque<Result<Fake, Refusal>>>,
    pub(crate) prompted: RefCell<Vec<Fake>>,
    /// How long a prompt lasts, in milliseconds.
    pub(crate) prompt_lasts: Cell<f64>,
    /// Prompts on the screen.
    pub(crate) open_prompts: Cell<usize>,
    pub(crate) signalled: RefCell<Vec<(Option<String>, String)>>,
}

/// The host under test.
pub(crate) struct FakeHost {
    world: Rc<World>,
    spawner: LocalSpawner,
}

/// A test's stage: the world, and the tasks that run in it.
pub(crate) struct Stage {
    pub(crate) world: Rc<World>,
    pool: LocalPool,
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self {
            world: Rc::default(),
            pool: LocalPool::new(),
        }
    }

    pub(crate) fn host(&self) -> FakeHost {
        FakeHost {
            world: Rc::clone(&self.world),
            spawner: self.pool.spawner(),
        }
    }

    pub(crate) fn api(&self) -> Api<FakeHost> {
        Api::new(self.host(), good_config())
    }

    /// Starts a call; its result comes when the stage has run.
    pub(crate) fn start<T: 'static>(
        &self,
        call: impl Future<Output = T> + 'static,
    ) -> Rc<RefCell<Option<T>>> {
        let result = Rc::new(RefCell::new(None));
        let slot = Rc::clone(&result);
        let task = async move {
            let value = call.await;
            *slot.borrow_mut() = Some(value);
        };
        self.pool.spawner().spawn_local(task).unwrap();
        result
    }

    /// Lets everything happen that can happen without time passing.
    pub(crate) fn run(&mut self) {
        self.pool.run_until_stalled();
    }

    /// Runs a call to its end.
    pub(crate) fn finish<T: 'static>(&mut self, call: impl Future<Output = T> + 'static) -> T {
        let result = self.start(call);
        self.run();
        result.take().expect("the call is still waiting")
    }

    /// Turns the clock, timer by timer.
    pub(crate) fn pass(&mut self, ms: f64) {
        let until = self.world.now.get() + ms;
        loop {
            self.run();
            let due = |at: f64| at <= until;
            let next = self
                .world
                .sleepers
                .borrow()
                .iter()
                .map(|(at, _)| *at)
                .filter(|at| due(*at))
                .reduce(f64::min);
            let Some(next) = next else { break };
            self.world.now.set(next.max(self.world.now.get()));
            let (rung, waiting) = self
                .world
                .sleepers
                .take()
                .into_iter()
                .partition(|(at, _)| *at <= next);
            *self.world.sleepers.borrow_mut() = waiting;
            rung.into_iter()
                .for_each(|(_, once): (f64, Once<()>)| once.set(()));
        }
        self.world.now.set(until);
        self.run();
    }

    /// Answers the next request at once.
    pub(crate) fn answer(&self, answer: Answer) {
        self.hold().set(answer);
    }

    /// Answers the next request when the test says so.
    pub(crate) fn hold(&self) -> Once<Answer> {
        let once = Once::default();
        self.world
            .answers
            .borrow_mut()
            .push_back(Some(once.clone()));
        once
    }

    /// What the next prompt ends with.
    pub(crate) fn prompt(&self, outcome: Result<Tree, &str>) {
        let refusal = |name: &str| Refusal {
            name: name.to_owned(),
            cause: None,
        };
        let outcome = outcome.map(|tree| Fake::from(&tree)).map_err(refusal);
        self.world.prompts.borrow_mut().push_back(outcome);
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.world.sent.borrow().iter().map(Sent::line).collect()
    }

    pub(crate) fn last(&self) -> Sent {
        self.world
            .sent
            .borrow()
            .last()
            .cloned()
            .expect("nothing was sent")
    }

    /// Signs a user in, without a ceremony.
    pub(crate) fn signed_in(&self, user: &str) -> Api<FakeHost> {
        let api = self.api();
        self.sign_in(&api, user, "a1", "r1");
        api
    }

    pub(crate) fn sign_in(&self, api: &Api<FakeHost>, user: &str, access: &str, refresh: &str) {
        let answer = good_tokens(user, access, refresh);
        let answer = crate::session::TokenAnswer::read(&Fake::from(&answer)).unwrap();
        api.session().adopt(answer, api.session().intent()).unwrap();
    }
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

/// Counts a request that nobody waited for until it was answered.
struct CountDrop(Rc<World>, bool);

impl CountDrop {
    fn answered(&mut self) {
        self.1 = true;
    }
}

impl Drop for CountDrop {
    fn drop(&mut self) {
        if !self.1 {
            self.0.dropped.set(self.0.dropped.get() + 1);
        }
    }
}

impl Transport for FakeHost {
    type Value = Fake;

    fn send(&self, request: Request<'_, Fake>) -> impl Future<Output = Answer> + use<> {
        let path = request
            .url
            .strip_prefix("https://api.example")
            .expect("a token left the base URL");
        self.world.sent.borrow_mut().push(Sent {
            method: request.method.to_owned(),
            path: path.to_owned(),
            query: request.query.iter().cloned().collect(),
            headers: request
                .headers
                .iter()
                .map(|(name, value)| (name.to_lowercase(), (*value).to_owned()))
                .collect(),
            body: request.body.map(Tree::from),
        });
        let answer = self.world.answers.borrow_mut().pop_front();
        let mut counted = CountDrop(Rc::clone(&self.world), false);
        async move {
            let answer = match answer.flatten() {
                Some(answer) => answer.wait().await,
                None => std::future::pending().await,
            };
            counted.answered();
            answer
        }
    }
}

impl FakeHost {
    fn ceremony(
        &self,
        options: Fake,
        abort: Abort,
    ) -> impl Future<Output = Result<Fake, Refusal>> + 'static {
        let world = Rc::clone(&self.world);
        world.prompted.borrow_mut().push(options);
        world.open_prompts.set(world.open_prompts.get() + 1);
        let outcome = world.prompts.borrow_mut().pop_front();
        async move {
            let answered = async {
                match outcome {
                    Some(outcome) => {
                        world.now.set(world.now.get() + world.prompt_lasts.get());
                        Ok(outcome)
                    }
                    None => std::future::pending().await,
                }
            };
            let aborted = Refusal {
                name: "AbortError".to_owned(),
                cause: None,
            };
            let outcome = race(vec![abort], answered).await.unwrap_or(Err(aborted));
            world.open_prompts.set(world.open_prompts.get() - 1);
            outcome
        }
    }
}

impl Authenticator for FakeHost {
    type Value = Fake;

    fn supported(&self) -> bool {
        !self.world.unsupported.get()
    }

    fn create(
        &self,
        public_key: Fake,
        abort: Abort,
    ) -> impl Future<Output = Result<Fake, Refusal>> + 'static {
        self.ceremony(public_key, abort)
    }

    fn get(
        &self,
        public_key: Fake,
        _mediation: Option<Mediation>,
        abort: Abort,
    ) -> impl Future<Output = Result<Fake, Refusal>> + 'static {
        self.ceremony(public_key, abort)
    }

    fn signal_unknown(&self, rp_id: Option<&str>, credential_id: &str) {
        self.world
            .signalled
            .borrow_mut()
            .push((rp_id.map(str::to_owned), credential_id.to_owned()));
    }
}

impl Clock for FakeHost {
    fn now(&self) -> f64 {
        self.world.now.get()
    }

    /// A clock that is wrong by decades: nothing may depend on it.
    fn epoch_ms(&self) -> f64 {
        1_000_000.0
    }

    fn parse_date(&self, date: &str) -> Option<f64> {
        (date == "Thu, 01 Jan 1970 00:16:45 GMT").then_some(1_005_000.0)
    }

    fn sleep(&self, ms: f64) -> impl Future<Output = ()> + 'static {
        let rung = Once::default();
        self.world
            .sleepers
            .borrow_mut()
            .push((self.world.now.get() + ms, rung.clone()));
        async move { rung.wait().await }
    }
}

impl Tasks for FakeHost {
    fn spawn(&self, task: Task) {
        self.spawner.spawn_local(task).unwrap();
    }
}

impl Host for FakeHost {
    type Json = Fake;
}
