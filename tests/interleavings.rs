//! Random interleavings of callers, answers, faults, sign-outs and sign-ins, against a server that is strict about its tokens.

#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what is missing fails the test"
)]

#[expect(dead_code, reason = "the unit tests use the rest of it")]
#[path = "../src/fake.rs"]
mod fake;

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use proptest::prelude::*;
use serde_json::json;

// The fake host names the crate's modules from the root.
use ibex_wallet_sdk::{api, config, error, once, ports, protocol, session};

use api::Api;
use error::Error;
use fake::{Answer, Fake, FakeHost, Sent, Stage, good_tokens, no_answer, ok, status};
use ibex_wallet_sdk::http::Call;
use once::Once;
use ports::Value;

#[derive(Debug, Clone, Copy)]
enum Step {
    Call,
    Refresh,
    /// Carries out one of the waiting requests and answers it.
    Answer(usize),
    /// Carries it out, and the answer is lost.
    Lose(usize),
    /// Breaks it before it is carried out.
    Break(usize),
    /// No access token is good any more.
    Expire,
    SignOut,
    SignIn,
    Pass,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Call),
        1 => Just(Step::Refresh),
        8 => any::<usize>().prop_map(Step::Answer),
        1 => any::<usize>().prop_map(Step::Lose),
        1 => any::<usize>().prop_map(Step::Break),
        2 => Just(Step::Expire),
        1 => Just(Step::SignOut),
        1 => Just(Step::SignIn),
        1 => Just(Step::Pass),
    ]
}

type Result1 = Rc<RefCell<Option<Result<Option<Fake>, Error>>>>;

struct Play {
    stage: Stage,
    api: Api<FakeHost>,
    access: HashSet<String>,
    refresh: HashSet<String>,
    issued: u32,
    users: u32,
    /// One for each request, in the order of sending.
    answers: Vec<Option<Once<Answer>>>,
    calls: Vec<(String, Result1)>,
    refreshes: Vec<Rc<RefCell<Option<bool>>>>,
}

impl Play {
    fn new() -> Self {
        let stage = Stage::new();
        let api = stage.api();
        let answers = (0..2000).map(|_| Some(stage.hold())).collect();
        let mut play = Self {
            stage,
            api,
            access: HashSet::new(),
            refresh: HashSet::new(),
            issued: 0,
            users: 0,
            answers,
            calls: Vec::new(),
            refreshes: Vec::new(),
        };
        play.sign_in();
        play
    }

    fn user(&self) -> String {
        format!("u{}", self.users)
    }

    fn issue(&mut self, user: &str) -> (String, String) {
        self.issued += 1;
        let pair = (
            format!("{user}.a{}", self.issued),
            format!("{user}.r{}", self.issued),
        );
        self.access.insert(pair.0.clone());
        self.refresh.insert(pair.1.clone());
        pair
    }

    fn sign_in(&mut self) {
        self.users += 1;
        let user = self.user();
        let (access, refresh) = self.issue(&user);
        self.stage.sign_in(&self.api, &user, &access, &refresh);
    }

    /// What the server does with a request: each refresh token works once.
    fn serve(&mut self, sent: &Sent) -> Answer {
        let refused = status(401, json!({"message": "no"}));
        match &sent.body {
            Some(body) => {
                let token = body["refresh_token"].as_str().unwrap().to_owned();
                if !self.refresh.remove(&token) {
                    return refused;
                }
                let user = token.split('.').next().unwrap().to_owned();
                let (access, refresh) = self.issue(&user);
                ok(good_tokens(&user, &access, &refresh))
            }
            None => match sent.token().filter(|token| self.access.contains(*token)) {
                Some(token) => ok(json!({"user": token.split('.').next().unwrap()})),
                None => refused,
            },
        }
    }

    fn waiting(&self) -> Vec<usize> {
        (0..self.stage.world.sent.borrow().len())
            .filter(|index| self.answers[*index].is_some())
            .collect()
    }

    fn answer(&mut self, choice: usize, make: fn(&mut Self, &Sent) -> Answer) {
        let waiting = self.waiting();
        if let Some(index) = waiting.get(choice.checked_rem(waiting.len()).unwrap_or(0)) {
            let sent = self.stage.world.sent.borrow()[*index].clone();
            let answer = make(self, &sent);
            self.answers[*index].take().unwrap().set(answer);
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Call => {
                let call = self.stage.start(self.api.request(Call::get("/x"), None));
                self.calls.push((self.user(), call));
            }
            Step::Refresh => {
                let refresh = self.api.refresh(None);
                self.refreshes
                    .push(self.stage.start(async move { refresh.await.is_ok() }));
            }
            Step::Answer(choice) => self.answer(choice, Self::serve),
            Step::Lose(choice) => {
                self.answer(choice, |play, sent| play.serve(sent).and(no_answer()))
            }
            Step::Break(choice) => self.answer(choice, |_, _| status(503, json!({}))),
            Step::Expire => self.access.clear(),
            Step::SignOut => self.api.session().sign_out(),
            Step::SignIn => self.sign_in(),
            Step::Pass => self
                .stage
                .world
                .now
                .set(self.stage.world.now.get() + 1_000_000.0),
        }
        let before = self.stage.world.sent.borrow().len();
        self.stage.run();
        let sent = self.stage.world.sent.borrow();
        for sent in sent.iter().skip(before) {
            let token = sent.token().map(str::to_owned);
            let token =
                token.or_else(|| Some(sent.body.as_ref()?["refresh_token"].as_str()?.to_owned()));
            assert_eq!(
                token.unwrap().split('.').next(),
                Some(self.user().as_str()),
                "a token of another session was sent"
            );
        }
        let in_flight = self.waiting().into_iter().filter(|index| {
            let body = sent[*index].body.as_ref();
            body.is_some_and(|body| {
                body["refresh_token"]
                    .as_str()
                    .unwrap()
                    .starts_with(&format!("{}.", self.user()))
            })
        });
        assert!(in_flight.count() <= 1, "two refreshes are in flight");
    }

    fn end(mut self) {
        while self.calls.iter().any(|(_, call)| call.borrow().is_none())
            || !self.waiting().is_empty()
        {
            // Reads wait before they are sent again.
            self.stage.pass(2_000.0);
            self.take(Step::Answer(0));
        }
        for (user, call) in self.calls {
            if let Ok(answer) = call.take().expect("a call never settled") {
                assert_eq!(
                    answer.unwrap().get("user").unwrap().text(),
                    Some(user),
                    "another user's data"
                );
            }
        }
        assert!(
            self.refreshes
                .iter()
                .all(|refresh| refresh.borrow().is_some()),
            "a refresh never settled"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_interleaving_sends_a_wrong_token_or_leaves_a_call_behind(steps in prop::collection::vec(step(), 1..120)) {
        let mut play = Play::new();
        for step in steps {
            play.take(step);
        }
        play.end();
    }
}
