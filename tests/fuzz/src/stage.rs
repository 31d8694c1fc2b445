//! A stage: the world of one input, and the calls that are made in it.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use futures_executor::LocalPool;
use futures_util::task::LocalSpawnExt;
use ibex_wallet_sdk::api::Api;
use ibex_wallet_sdk::config::{AuthHeader, BaseUrl, Config, UrlParts};
use ibex_wallet_sdk::ports::{Body, Response};
use ibex_wallet_sdk::session::TokenAnswer;

use crate::host::{FuzzHost, Sent, World};
use crate::value::Odd;

/// Where the requests go, and where they must stay.
pub(crate) const ORIGIN: &str = "https://api.example/ibex";

/// Timers that may ring before a call has ended: it waits for three answers at most, and between them.
const PATIENCE: u32 = 32;

/// A good answer with this JSON.
#[must_use]
pub fn ok(json: Odd) -> Response<Odd> {
    Response {
        status: 200,
        retry_after: None,
        request_id: None,
        body: Body::Json(json),
    }
}

/// The world of one input.
pub struct Stage {
    world: Rc<World>,
    pool: LocalPool,
}

impl std::fmt::Debug for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stage")
    }
}

impl Default for Stage {
    fn default() -> Self {
        let world: Rc<World> = Rc::default();
        world.epoch.set(1_779_000_000_000.0);
        world.random.set(0.5);
        Self {
            world,
            pool: LocalPool::new(),
        }
    }
}

impl Stage {
    /// Milliseconds for one request.
    pub const TIMEOUT: f64 = 30_000.0;

    /// A client without a session.
    #[must_use]
    pub fn api(&self) -> Api<FuzzHost> {
        let parts = UrlParts {
            protocol: "https:".to_owned(),
            hostname: "api.example".to_owned(),
            origin: "https://api.example".to_owned(),
            pathname: "/ibex/".to_owned(),
            more: false,
        };
        let config = Config {
            base_url: BaseUrl::new(&parts).expect("a good base URL"),
            rp_id: None,
            auth_header: AuthHeader::default(),
            timeout: Self::TIMEOUT,
            refresh_margin: 300_000.0,
            headers: Vec::new(),
            own_headers: Vec::new(),
        };
        let host = FuzzHost {
            world: Rc::clone(&self.world),
            spawner: self.pool.spawner(),
        };
        Api::new(host, config)
    }

    /// A client of a user who is signed in with these tokens.
    #[must_use]
    pub fn signed_in(&self, user: &str, access: &str, refresh: &str) -> Api<FuzzHost> {
        let api = self.api();
        let answer = Odd::texts(&[
            ("subject", user),
            ("access_token", access),
            ("refresh_token", refresh),
        ]);
        let answer = TokenAnswer::read(&answer).expect("a good answer");
        api.session().adopt(answer).expect("a good session");
        api
    }

    /// What the next requests are answered; after the last one nothing answers.
    pub fn answer(&self, answers: impl IntoIterator<Item = Response<Odd>>) {
        self.world.answers.borrow_mut().extend(answers);
    }

    /// Answers every further request.
    pub fn answer_always(&self, answer: Response<Odd>) {
        *self.world.last_answer.borrow_mut() = Some(answer);
    }

    /// What every prompt hands back; without it the user cancels.
    pub fn credential(&self, credential: Odd) {
        *self.world.credential.borrow_mut() = Some(credential);
    }

    /// The user's clock, in milliseconds since the epoch.
    pub fn set_epoch(&self, ms: f64) {
        self.world.epoch.set(ms);
    }

    /// What every draw gives, from 0 up to 1.
    pub fn set_random(&self, random: f64) {
        self.world.random.set(random);
    }

    /// Milliseconds that have passed.
    #[must_use]
    pub fn now(&self) -> f64 {
        self.world.now.get()
    }

    /// The requests so far.
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        self.world.sent.borrow().clone()
    }

    /// What the authenticator was asked so far.
    #[must_use]
    pub fn prompted(&self) -> Vec<Odd> {
        self.world.prompted.borrow().clone()
    }

    /// The signal methods that were called, and their options.
    #[must_use]
    pub fn signalled(&self) -> Vec<(String, Odd)> {
        self.world.signalled.borrow().clone()
    }

    /// Runs a call to its end, timer by timer. A call that does not end is a defect.
    pub fn finish<T: 'static>(&mut self, call: impl Future<Output = T> + 'static) -> T {
        let result = Rc::new(RefCell::new(None));
        let slot = Rc::clone(&result);
        let task = async move {
            let value = call.await;
            *slot.borrow_mut() = Some(value);
        };
        self.pool
            .spawner()
            .spawn_local(task)
            .expect("the pool is there");
        for _ in 0..PATIENCE {
            self.pool.run_until_stalled();
            if let Some(value) = result.borrow_mut().take() {
                return value;
            }
            self.ring();
        }
        panic!("the call does not end");
    }

    /// Lets the next timer ring.
    fn ring(&self) {
        let mut timers = self.world.timers.borrow_mut();
        let first = (0..timers.len()).reduce(|first, other| {
            if timers[other].0 < timers[first].0 {
                other
            } else {
                first
            }
        });
        let Some(first) = first else {
            panic!("the call waits for nothing");
        };
        let (at, rung) = timers.remove(first);
        drop(timers);
        self.world.now.set(at.max(self.world.now.get()));
        rung.set(());
    }
}
