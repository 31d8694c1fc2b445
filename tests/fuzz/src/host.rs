//! The host: it answers from the script, and refuses what a browser could not have done.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, ready};
use std::rc::Rc;

use futures_executor::LocalSpawner;
use futures_util::task::LocalSpawnExt;
use http::{HeaderName, HeaderValue};
use ibex_wallet_sdk::error::{Code, Error};
use ibex_wallet_sdk::once::Once;
use ibex_wallet_sdk::ports::{
    Abort, Authenticator, Chance, Clock, Host, Mediation, Refusal, Request, Response, Task, Tasks,
    Transport,
};
use url::Url;

use crate::stage::ORIGIN;
use crate::value::Odd;

/// One request as it left.
#[derive(Debug, Clone)]
pub struct Sent {
    /// When, in milliseconds of the host's clock.
    pub at: f64,
    /// The method.
    pub method: String,
    /// The path behind the base URL.
    pub path: String,
    /// What `Authorization` carried, without `Bearer`.
    pub token: Option<String>,
    /// The body.
    pub body: Option<Odd>,
}

/// What the world outside does.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) now: Cell<f64>,
    pub(crate) epoch: Cell<f64>,
    pub(crate) random: Cell<f64>,
    pub(crate) answers: RefCell<VecDeque<Response<Odd>>>,
    /// Given where no other answer is left; without it, nothing answers.
    pub(crate) last_answer: RefCell<Option<Response<Odd>>>,
    pub(crate) sent: RefCell<Vec<Sent>>,
    pub(crate) credential: RefCell<Option<Odd>>,
    pub(crate) prompted: RefCell<Vec<Odd>>,
    pub(crate) signalled: RefCell<Vec<(String, Odd)>>,
    pub(crate) timers: RefCell<Vec<(f64, Once<()>)>>,
}

/// The host under test.
pub struct FuzzHost {
    pub(crate) world: Rc<World>,
    pub(crate) spawner: LocalSpawner,
}

impl std::fmt::Debug for FuzzHost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FuzzHost")
    }
}

impl Transport for FuzzHost {
    type Value = Odd;

    fn send(
        &self,
        request: Request<'_, Odd>,
    ) -> impl Future<Output = Result<Response<Odd>, Error>> + use<> {
        let url = Url::parse(request.url).expect("fetch would throw at the URL");
        assert_eq!(url.as_str(), request.url, "fetch would ask for another URL");
        let path = request
            .url
            .strip_prefix(ORIGIN)
            .expect("a request left the base URL");
        let mut token = None;
        for (name, value) in &request.headers {
            HeaderName::from_bytes(name.as_bytes()).expect("fetch would throw at a header's name");
            HeaderValue::from_str(value).expect("fetch would throw at a header's value");
            if *name == "Authorization" {
                token = value.strip_prefix("Bearer ").map(str::to_owned);
            }
        }
        if let Some(body) = request.body {
            assert!(body.is_json(), "JSON cannot say the body: {body:?}");
        }
        self.world.sent.borrow_mut().push(Sent {
            at: self.world.now.get(),
            method: request.method.to_owned(),
            path: path.to_owned(),
            token,
            body: request.body.cloned(),
        });
        let answer = self.world.answers.borrow_mut().pop_front();
        let answer = answer.or_else(|| self.world.last_answer.borrow().clone());
        ready(answer.ok_or_else(|| Error::new(Code::Network, "the API could not be reached")))
    }
}

impl FuzzHost {
    fn ceremony(&self, options: Odd) -> impl Future<Output = Result<Odd, Refusal>> + 'static {
        self.world.prompted.borrow_mut().push(options);
        let cancelled = || Refusal {
            name: "NotAllowedError".to_owned(),
            cause: None,
        };
        ready(self.world.credential.borrow().clone().ok_or_else(cancelled))
    }
}

impl Authenticator for FuzzHost {
    type Value = Odd;

    fn supported(&self) -> bool {
        true
    }

    fn conditional_get(&self) -> impl Future<Output = bool> + 'static {
        ready(true)
    }

    fn conditional_create(&self) -> impl Future<Output = bool> + 'static {
        ready(true)
    }

    fn create(
        &self,
        public_key: Odd,
        _mediation: Option<Mediation>,
        _abort: Abort,
    ) -> impl Future<Output = Result<Odd, Refusal>> + 'static {
        self.ceremony(public_key)
    }

    fn get(
        &self,
        public_key: Odd,
        _mediation: Option<Mediation>,
        _abort: Abort,
    ) -> impl Future<Output = Result<Odd, Refusal>> + 'static {
        self.ceremony(public_key)
    }

    fn focused(&self) -> bool {
        true
    }

    fn focus(&self) -> impl Future<Output = ()> + 'static {
        ready(())
    }

    fn permitted(&self, _feature: &str) -> Option<bool> {
        Some(true)
    }

    fn signal(&self, method: &str, options: Odd) {
        let mut signalled = self.world.signalled.borrow_mut();
        signalled.push((method.to_owned(), options));
    }
}

/// Forgets the timer when nobody waits for it any more.
struct Timer(Rc<World>, Once<()>, f64);

impl Drop for Timer {
    fn drop(&mut self) {
        let same = |at: f64, rung: &Once<()>| at == self.2 && rung.get().is_none();
        let mut timers = self.0.timers.borrow_mut();
        if self.1.get().is_none()
            && let Some(place) = timers.iter().position(|(at, rung)| same(*at, rung))
        {
            timers.remove(place);
        }
    }
}

impl Clock for FuzzHost {
    fn now(&self) -> f64 {
        self.world.now.get()
    }

    fn epoch_ms(&self) -> f64 {
        self.world.epoch.get()
    }

    /// An HTTP date; `at 1005000.5 GMT` and bare milliseconds too, because a browser reads much that is no HTTP date.
    fn parse_date(&self, date: &str) -> Option<f64> {
        let exact = |time: std::time::SystemTime| {
            let since = time.duration_since(std::time::UNIX_EPOCH).ok()?;
            Some(since.as_secs_f64() * 1000.0)
        };
        let bare = date.strip_prefix("at ").unwrap_or(date);
        let bare = bare.strip_suffix(" GMT").unwrap_or(bare);
        let number = || bare.parse().ok().filter(|ms: &f64| ms.is_finite());
        httpdate::parse_http_date(date)
            .ok()
            .and_then(exact)
            .or_else(number)
    }

    fn sleep(&self, ms: f64) -> impl Future<Output = ()> + 'static {
        assert!(ms.is_finite() && ms >= 0.0, "a timer of {ms} ms");
        let (at, rung) = (self.world.now.get() + ms, Once::default());
        self.world.timers.borrow_mut().push((at, rung.clone()));
        let timer = Timer(Rc::clone(&self.world), rung, at);
        async move { timer.1.wait().await }
    }
}

impl Chance for FuzzHost {
    fn random(&self) -> f64 {
        self.world.random.get()
    }
}

impl Tasks for FuzzHost {
    fn spawn(&self, task: Task) {
        self.spawner.spawn_local(task).expect("the stage is gone");
    }
}

impl Host for FuzzHost {
    type Json = Odd;
}
