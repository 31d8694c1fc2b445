//! A test's stage: what it says to the world, and when things happen.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use futures_executor::LocalPool;
use futures_util::task::LocalSpawnExt;
use serde_json::Value as Tree;

use crate::api::Api;
use crate::once::Once;
use crate::ports::Refusal;

use super::{Answer, Fake, FakeHost, Sent, World, good_config, good_tokens};

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
        api.session().adopt(answer).unwrap();
    }
}
