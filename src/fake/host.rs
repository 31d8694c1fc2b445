//! The fake host: the traits of `ports`, answered by the world.

use std::future::{Future, ready};
use std::rc::Rc;

use futures_executor::LocalSpawner;
use futures_util::task::LocalSpawnExt;
use serde_json::Value as Tree;

use crate::once::Once;
use crate::ports::{
    Abort, Authenticator, Chance, Clock, Host, Mediation, Refusal, Request, Task, Tasks, Transport,
    race,
};

use super::{Answer, Fake, Sent, World};

/// The host under test.
pub(crate) struct FakeHost {
    pub(super) world: Rc<World>,
    pub(super) spawner: LocalSpawner,
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
        mediation: Option<Mediation>,
        abort: Abort,
    ) -> impl Future<Output = Result<Fake, Refusal>> + 'static {
        let world = Rc::clone(&self.world);
        world.mediations.borrow_mut().push(mediation);
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
            let outcome = race(&[abort], answered).await;
            let lets_go = world.lets_go.borrow().clone();
            if let (Err(_), Some(lets_go)) = (&outcome, lets_go) {
                lets_go.wait().await;
            }
            let outcome = outcome.unwrap_or(Err(aborted));
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

    fn conditional_get(&self) -> impl Future<Output = bool> + 'static {
        ready(!self.world.without_autofill.get())
    }

    fn conditional_create(&self) -> impl Future<Output = bool> + 'static {
        let told = self.world.upgrades.borrow().clone();
        async move {
            match told {
                Some(told) => told.wait().await,
                None => true,
            }
        }
    }

    fn create(
        &self,
        public_key: Fake,
        mediation: Option<Mediation>,
        abort: Abort,
    ) -> impl Future<Output = Result<Fake, Refusal>> + 'static {
        self.ceremony(public_key, mediation, abort)
    }

    fn get(
        &self,
        public_key: Fake,
        mediation: Option<Mediation>,
        abort: Abort,
    ) -> impl Future<Output = Result<Fake, Refusal>> + 'static {
        self.ceremony(public_key, mediation, abort)
    }

    fn focused(&self) -> bool {
        !self.world.unfocused.get()
    }

    fn focus(&self) -> impl Future<Output = ()> + 'static {
        let focus = self.world.focus.borrow().clone();
        async move { focus.wait().await }
    }

    fn permitted(&self, feature: &str) -> Option<bool> {
        assert!(feature.starts_with("publickey-credentials-"), "{feature}");
        self.world.permitted.get().unwrap_or(Some(true))
    }

    fn signal(&self, method: &str, options: Fake) {
        let mut signalled = self.world.signalled.borrow_mut();
        signalled.push((method.to_owned(), Tree::from(&options)));
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

    /// Takes all that has a digit for a date, as browsers do.
    fn parse_date(&self, date: &str) -> Option<f64> {
        match date {
            "Thu, 01 Jan 1970 00:16:45 GMT" => Some(1_005_000.0),
            "Thu, 01 Jan 1970 00:16:39 GMT" => Some(999_000.0),
            "Thu, 01 Jan 1970 00:00:00 GMT" => Some(0.0),
            _ => date
                .bytes()
                .any(|byte| byte.is_ascii_digit())
                .then_some(978_303_600_000.0),
        }
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

impl Chance for FakeHost {
    fn random(&self) -> f64 {
        self.world.random.get()
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
