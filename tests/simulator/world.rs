//! The world around the SDK: time, tasks, the wire, chance, and what is known of them.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use fastrand::Rng;
use ibex_wallet_sdk::error::Error;
use ibex_wallet_sdk::ports::Response;

use crate::client::Client;
use crate::executor::Executor;
use crate::json::Json;
use crate::model::Model;
use crate::reply::Reply;
use crate::timers::Timers;

/// What a listener does when it hears of a session the next time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Mischief {
    #[default]
    None,
    SignsOut,
    Calls,
    Closes,
}

type Answer = Result<Response<Json>, Error>;

/// The world of one episode.
pub(crate) struct World {
    pub(crate) timers: Rc<Timers>,
    pub(crate) executor: Executor,
    pub(crate) model: RefCell<Model>,
    pub(crate) client: RefCell<Option<Rc<Client>>>,
    pub(crate) mischief: Cell<Mischief>,
    /// Whose passkey is used next.
    pub(crate) user: Cell<usize>,
    /// Milliseconds by which the user's clock is wrong.
    pub(crate) skew: Cell<f64>,
    /// The numbers that the SDK draws; its own, so that they change nothing of the steps.
    pub(crate) chance: RefCell<Rng>,
    lines: RefCell<Vec<Line>>,
}

/// Where the answer to a request comes in.
#[derive(Default)]
struct Line {
    answer: Option<Answer>,
    waker: Option<Waker>,
}

impl World {
    /// A world in which nothing has happened.
    pub(crate) fn new(seed: u64) -> Rc<Self> {
        Rc::new(Self {
            timers: Rc::default(),
            executor: Executor::default(),
            model: RefCell::default(),
            client: RefCell::default(),
            mischief: Cell::default(),
            user: Cell::new(0),
            skew: Cell::new(0.0),
            chance: RefCell::new(Rng::with_seed(seed)),
            lines: RefCell::default(),
        })
    }

    /// A request has left.
    pub(crate) fn line(self: &Rc<Self>, flight: usize) -> Sending {
        let mut lines = self.lines.borrow_mut();
        if lines.len() <= flight {
            lines.resize_with(flight + 1, Line::default);
        }
        Sending {
            world: Rc::clone(self),
            flight,
        }
    }

    /// The client gets an answer, where it waits for one.
    pub(crate) fn deliver(&self, flight: usize, reply: Reply) {
        let mut model = self.model.borrow_mut();
        if !model.is_waiting(flight) {
            return;
        }
        model.delivered(self.timers.now(), flight, reply.outcome);
        drop(model);
        let mut lines = self.lines.borrow_mut();
        let line = &mut lines[flight];
        line.answer = Some(reply.result);
        let waker = line.waker.take();
        drop(lines);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Lets everything happen that can happen without time passing.
    pub(crate) fn run(&self) {
        if !self.executor.run() {
            let mut model = self.model.borrow_mut();
            model.breaks(5, || "the client is busy for ever".to_owned());
        }
    }

    /// Lets time pass, timer by timer, the late ones first.
    pub(crate) fn pass(&self, ms: f64) {
        let until = self.timers.now() + ms;
        while self.timers.ring(until) {
            self.run();
        }
        self.timers.jump((until - self.timers.now()).max(0.0));
    }
}

/// A request on its way, for the client.
pub(crate) struct Sending {
    world: Rc<World>,
    flight: usize,
}

impl Future for Sending {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Answer> {
        let mut lines = self.world.lines.borrow_mut();
        let line = &mut lines[self.flight];
        match line.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => {
                line.waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        let now = self.world.timers.now();
        self.world.model.borrow_mut().dropped(now, self.flight);
    }
}
