//! The host of the SDK: the traits of `ports`, played by the world.

use std::future::{Future, ready};
use std::rc::Rc;

use ibex_wallet_sdk::error::Error;
use ibex_wallet_sdk::ports::{
    Abort, Authenticator, Chance, Clock, Host, Mediation, Refusal, Request, Response, Task, Tasks,
    Transport,
};

use crate::json::Json;
use crate::question::{Question, bearer, user_id};
use crate::world::World;

/// The host of one client.
pub(crate) struct SimHost {
    pub(crate) world: Rc<World>,
}

impl Transport for SimHost {
    type Value = Json;

    fn send(
        &self,
        request: Request<'_, Json>,
    ) -> impl Future<Output = Result<Response<Json>, Error>> + use<> {
        let mut model = self.world.model.borrow_mut();
        let question = Question::read(&request).unwrap_or_else(|| {
            model.breaks(4, || {
                format!("the server knows no {} {}", request.method, request.url)
            });
            Question::Challenge
        });
        let (now, task) = (self.world.timers.now(), self.world.executor.current());
        let flight = model.sent(now, task, question, bearer(&request));
        drop(model);
        self.world.line(flight)
    }
}

impl Authenticator for SimHost {
    type Value = Json;

    fn supported(&self) -> bool {
        true
    }

    fn conditional_get(&self) -> impl Future<Output = bool> + 'static {
        ready(true)
    }

    fn conditional_create(&self) -> impl Future<Output = bool> + 'static {
        ready(false)
    }

    fn create(
        &self,
        _public_key: Json,
        _mediation: Option<Mediation>,
        _abort: Abort,
    ) -> impl Future<Output = Result<Json, Refusal>> + 'static {
        ready(Err(Refusal {
            name: "NotSupportedError".to_owned(),
            cause: None,
        }))
    }

    fn get(
        &self,
        _public_key: Json,
        _mediation: Option<Mediation>,
        _abort: Abort,
    ) -> impl Future<Output = Result<Json, Refusal>> + 'static {
        let id = user_id(self.world.user.get());
        let members = ["clientDataJSON", "authenticatorData", "signature"];
        ready(Ok(Json::of([
            ("rawId", id.as_str().into()),
            (
                "response",
                Json::of(members.map(|name| (name, "AAAA".into()))),
            ),
        ])))
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

    fn signal(&self, method: &str, _options: Json) {
        if method == "signalUnknownCredential" {
            let mut model = self.world.model.borrow_mut();
            model.breaks(6, || {
                "a passkey disappears, and nobody called it unknown".to_owned()
            });
        }
    }
}

impl Clock for SimHost {
    fn now(&self) -> f64 {
        self.world.timers.now()
    }

    fn epoch_ms(&self) -> f64 {
        1e12 + self.world.timers.now() + self.world.skew.get()
    }

    /// A date of this world is the milliseconds themselves.
    fn parse_date(&self, date: &str) -> Option<f64> {
        date.strip_prefix("date ")?
            .strip_suffix(" GMT")?
            .parse()
            .ok()
    }

    fn sleep(&self, ms: f64) -> impl Future<Output = ()> + 'static {
        self.world.timers.sleep(ms)
    }
}

impl Chance for SimHost {
    fn random(&self) -> f64 {
        self.world.chance.borrow_mut().f64()
    }
}

impl Tasks for SimHost {
    fn spawn(&self, task: Task) {
        self.world.executor.spawn(task);
    }
}

impl Host for SimHost {
    type Json = Json;
}
