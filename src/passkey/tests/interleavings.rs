//! Ceremonies of all kinds, begun, answered and ended in any order. A failure names the seed that plays it again.

mod chance;

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use serde_json::{Value as Tree, json};

use super::{client, good_credential};
use crate::api::Api;
use crate::error::{Code, Error};
use crate::fake::{Answer, FakeHost, Stage, good_tokens, no_answer, ok, status};
use crate::once::Once;
use crate::passkey::{Passkey, SignIn, SignUp};
use crate::ports::{Abort, Mediation};
use crate::protocol::base64;
use chance::{Dice, Seed};

const EPISODES: u32 = 1_000;
const STEPS: u32 = 150;

/// More than an episode sends.
const REQUESTS: u32 = 3_000;

/// A challenge is good for so many milliseconds.
const FRESH: f64 = 45_000.0;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Explicit,
    Upgrade,
    Autofill,
    Preparation,
}

struct Pending {
    kind: Kind,
    signal: Abort,
    outcome: Rc<RefCell<Option<Result<(), Error>>>>,
}

impl Pending {
    fn is_open(&self) -> bool {
        self.outcome.borrow().is_none()
    }
}

struct Episode {
    dice: Dice,
    stage: Stage,
    api: Api<FakeHost>,
    passkey: Passkey<FakeHost>,
    /// The answers, by the order of the requests, and when each came.
    answers: Vec<(Once<Answer>, Option<f64>)>,
    calls: Vec<Pending>,
    /// The challenges that were shown.
    shown: HashSet<usize>,
}

impl Episode {
    fn new(seed: u32) -> Self {
        let (stage, api, passkey) = client();
        let answers = (0..REQUESTS).map(|_| (stage.hold(), None)).collect();
        Self {
            dice: Dice(seed),
            stage,
            api,
            passkey,
            answers,
            calls: Vec::new(),
            shown: HashSet::new(),
        }
    }

    fn step(&mut self) {
        match self.dice.throw(20) {
            0..=5 => self.call(),
            6..=11 => self.answer(),
            12 => self.stage.prompt(Ok(good_credential())),
            13 => {
                let names = ["NotAllowedError", "OperationError", "AbortError"];
                let name = self.dice.pick(&names).unwrap();
                self.stage.prompt(Err(name));
            }
            14 => self.hold_or_let_go(),
            15 => self.ask_or_tell(),
            16 => {
                if let Some(last) = self.calls.last() {
                    last.signal.set(Error::new(Code::Aborted, "enough"));
                }
            }
            17 if self.dice.throw(4) == 0 => self.api.session().sign_out(),
            18 => {
                let ms = self.dice.throw(50_000);
                self.pass(f64::from(ms));
            }
            _ => self.pass(1.0),
        }
        // Some things happen in one breath.
        if self.dice.throw(2) == 0 {
            self.pass(0.0);
        }
    }

    fn call(&mut self) {
        let signal = Abort::default();
        let end = Some(signal.clone());
        let conditional = Some(Mediation::Conditional);
        let sign_up = |name: &str, mediation| SignUp {
            user_name: Some(name.to_owned()),
            mediation,
            ..SignUp::default()
        };
        let name = self.dice.pick(&["jane", "john"]).unwrap();
        let (passkey, stage) = (&self.passkey, &self.stage);
        let (kind, outcome) = match self.dice.throw(6) {
            0 => {
                let call = passkey.sign_in(&SignIn::default(), end);
                (Kind::Explicit, stage.start(async { call.await.map(drop) }))
            }
            1 => {
                let call = passkey.sign_up(&sign_up(name, None), end);
                (Kind::Explicit, stage.start(async { call.await.map(drop) }))
            }
            2 => {
                let call = passkey.sign_up(&sign_up(name, conditional), end);
                (Kind::Upgrade, stage.start(async { call.await.map(drop) }))
            }
            3 => {
                let options = SignIn {
                    mediation: conditional,
                    ..SignIn::default()
                };
                let call = passkey.sign_in(&options, end);
                (Kind::Autofill, stage.start(async { call.await.map(drop) }))
            }
            4 => (Kind::Preparation, stage.start(passkey.prepare_sign_in(end))),
            _ => (
                Kind::Preparation,
                stage.start(passkey.prepare_sign_up(&sign_up(name, None), end)),
            ),
        };
        self.calls.push(Pending {
            kind,
            signal,
            outcome,
        });
    }

    /// Answers one of the requests that wait, well or badly.
    fn answer(&mut self) {
        let waiting: Vec<_> = self.waiting().collect();
        if let Some(request) = self.dice.pick(&waiting) {
            let answer = match self.dice.throw(8) {
                0 => no_answer(),
                1 => status(401, json!({"message": "Unknown credential"})),
                2 => status(503, json!({})),
                _ => self.good_answer(request),
            };
            self.give(request, answer);
        }
    }

    fn waiting(&self) -> impl Iterator<Item = usize> {
        let sent = self.answers.iter().take(self.stage.lines().len());
        let waits =
            |(request, (_, at)): (usize, &(_, Option<f64>))| at.is_none().then_some(request);
        sent.enumerate().filter_map(waits)
    }

    /// The challenge is the number of its request.
    fn good_answer(&self, request: usize) -> Answer {
        match self.stage.lines()[request].starts_with("GET") {
            true => {
                ok(json!({"challenge": base64::encode(&request.to_be_bytes()), "timeout": 60000}))
            }
            false => ok(good_tokens("jane", "a", "r")),
        }
    }

    fn give(&mut self, request: usize, answer: Answer) {
        let (once, at) = &mut self.answers[request];
        *at = Some(self.stage.world.now.get());
        once.set(answer);
        self.pass(0.0);
    }

    /// The browser keeps prompts that are taken away, or lets go of them.
    fn hold_or_let_go(&self) {
        let mut lets_go = self.stage.world.lets_go.borrow_mut();
        match lets_go.take() {
            Some(lets_go) => lets_go.set(()),
            None => *lets_go = Some(Once::default()),
        }
    }

    /// The browser takes its time to say whether it makes passkeys without a prompt, or says it.
    fn ask_or_tell(&mut self) {
        let can = self.dice.throw(4) > 0;
        let mut upgrades = self.stage.world.upgrades.borrow_mut();
        match upgrades.take() {
            Some(told) => told.set(can),
            None => *upgrades = Some(Once::default()),
        }
    }

    fn pass(&mut self, ms: f64) {
        let began = self.stage.world.now.get();
        self.stage.pass(ms);
        assert!(self.stage.world.open_prompts.get() <= 1, "two prompts");
        for challenge in self
            .stage
            .world
            .prompted
            .borrow()
            .iter()
            .skip(self.shown.len())
        {
            let bytes = Tree::from(challenge)["challenge"]["$bytes"].clone();
            let bytes = base64::decode(bytes.as_str().unwrap()).unwrap();
            let request = usize::from_be_bytes(bytes.try_into().unwrap());
            assert!(self.shown.insert(request), "a challenge was shown twice");
            let came = self.answers[request].1.unwrap();
            assert!(began - came <= FRESH, "an old challenge was shown");
        }
        self.is_in_order();
    }

    /// What is ended has ended: the older by the newer, and who has a signal by it.
    fn is_in_order(&self) {
        let explicit = |call: &Pending| call.kind == Kind::Explicit;
        let newest = self.calls.iter().rposition(explicit).unwrap_or_default();
        let mut open = Vec::new();
        for (at, call) in self
            .calls
            .iter()
            .enumerate()
            .filter(|(_, call)| call.is_open())
        {
            assert!(call.signal.get().is_none(), "{:?} is deaf", call.kind);
            let is_ceremony = matches!(call.kind, Kind::Explicit | Kind::Upgrade);
            assert!(!is_ceremony || at >= newest, "an older {:?}", call.kind);
            assert!(
                call.kind == Kind::Preparation || !open.contains(&call.kind),
                "two of {:?}",
                call.kind
            );
            open.push(call.kind);
        }
    }

    /// Everything is answered; nobody answers prompts.
    fn calm(&mut self) {
        if let Some(lets_go) = self.stage.world.lets_go.take() {
            lets_go.set(());
        }
        if let Some(told) = self.stage.world.upgrades.take() {
            told.set(true);
        }
        for _ in 0..200 {
            self.pass(1_000.0);
            for request in self.waiting().collect::<Vec<_>>() {
                self.give(request, self.good_answer(request));
            }
        }
    }

    /// Whoever waits, waits for the user; and nobody waits for a client that is closed.
    fn end(mut self) {
        self.calm();
        let mut open = self.calls.iter().filter(|call| call.is_open()).peekable();
        let prompts = usize::from(open.peek().is_some());
        assert!(open.all(|call| call.kind != Kind::Preparation), "it hangs");
        assert_eq!(self.stage.world.open_prompts.get(), prompts);

        self.api.close();
        self.stage.run();
        assert!(self.calls.iter().all(|call| !call.is_open()));
        assert_eq!(self.stage.world.open_prompts.get(), 0);
        let sent = self.stage.lines().len();
        self.stage.pass(1_000_000.0);
        assert_eq!(self.stage.lines().len(), sent);
    }
}

#[test]
fn ceremonies_are_in_order_whatever_happens_when() {
    for seed in 1..=EPISODES {
        let _seed = Seed(seed);
        let mut episode = Episode::new(seed.wrapping_mul(2_654_435_769));
        for _ in 0..STEPS {
            episode.step();
        }
        episode.end();
    }
}
