//! The steps that the world can take, and how likely each is.

use std::rc::Rc;

use fastrand::Rng;
use ibex_wallet_sdk::error::{Code, Error};
use ibex_wallet_sdk::ports::Abort;

use crate::call::start;
use crate::client::{client, close, open, sign_out};
use crate::fault::Fault;
use crate::model::Wish;
use crate::server::{REFRESH_LIFE, USERS};
use crate::world::{Mischief, World};

/// One step.
#[derive(Debug, Clone, Copy)]
enum Step {
    Call,
    SignIn,
    FireSignal,
    /// Carries a request out; its answer stays on its way.
    Carry,
    /// Carries a request out, where it is not yet, and delivers the answer.
    Answer,
    Fail,
    PassALittle,
    NextTimer,
    PassTheTimeout,
    PassTheExpiry,
    Freeze,
    FreezePastRefresh,
    SetUsersClock,
    Wake,
    RevokeToken,
    Restart,
    HardRestart,
    SignOut,
    Meddle,
    Reopen,
}

/// Of a thousand.
const WEIGHTS: [(Step, u32); 20] = [
    (Step::Call, 300),
    (Step::SignIn, 12),
    (Step::FireSignal, 45),
    (Step::Carry, 40),
    (Step::Answer, 325),
    (Step::Fail, 110),
    (Step::PassALittle, 60),
    (Step::NextTimer, 22),
    (Step::PassTheTimeout, 4),
    (Step::PassTheExpiry, 3),
    (Step::Freeze, 12),
    (Step::FreezePastRefresh, 1),
    (Step::SetUsersClock, 8),
    (Step::Wake, 12),
    (Step::RevokeToken, 20),
    (Step::Restart, 10),
    (Step::HardRestart, 2),
    (Step::SignOut, 5),
    (Step::Meddle, 10),
    (Step::Reopen, 3),
];

/// Takes a step that chance chooses.
pub(crate) fn take(world: &Rc<World>, rng: &mut Rng) {
    let step = choose(rng, &WEIGHTS);
    let mut model = world.model.borrow_mut();
    model.step += 1;
    model.tally.steps += 1;
    model.tidy();
    let step = match step {
        // To nothing, nothing can happen.
        Step::Carry | Step::Answer | Step::Fail if model.open.is_empty() => Step::Call,
        step => step,
    };
    let step = match step {
        // Without a session there is little to see.
        Step::Call if model.present.is_none() && rng.u8(..8) > 0 => match model.signing_in().next()
        {
            Some(_) => Step::Answer,
            None => Step::SignIn,
        },
        step => step,
    };
    let now = world.timers.now();
    model.tell(|| format!("{step:?} at {:.3} s", now / 1000.0));
    drop(model);
    act(world, rng, step);
    world.run();
}

fn choose<T: Copy, const N: usize>(rng: &mut Rng, weights: &[(T, u32); N]) -> T {
    let all: u32 = weights.iter().map(|(_, weight)| weight).sum();
    let mut left = rng.u32(..all);
    for (item, weight) in weights {
        match left.checked_sub(*weight) {
            Some(rest) => left = rest,
            None => return *item,
        }
    }
    weights[0].0
}

fn act(world: &Rc<World>, rng: &mut Rng, step: Step) {
    match step {
        Step::Call => {
            let wish = wish(rng);
            call(world, rng, wish);
        }
        Step::SignIn => {
            let user = rng.usize(..USERS);
            call(world, rng, Wish::SignIn { user });
        }
        Step::FireSignal => fire(world, rng),
        Step::Carry => {
            if let Some(flight) = any(world, rng) {
                carry(world, flight);
            }
        }
        Step::Answer => {
            if let Some(flight) = any(world, rng) {
                answer(world, flight);
            }
        }
        Step::Fail => {
            if let Some(flight) = any(world, rng) {
                Fault::choose(rng).befall(world, flight);
            }
        }
        Step::PassALittle => world.pass(rng.f64() * 2_000.0),
        Step::NextTimer => drop(world.timers.ring(f64::INFINITY)),
        Step::PassTheTimeout => world.pass(35_000.0),
        Step::PassTheExpiry => {
            let life = world.model.borrow().server.life;
            world.pass(life);
        }
        Step::Freeze => freeze(world, rng.f64() * 4_000_000.0),
        Step::FreezePastRefresh => freeze(world, REFRESH_LIFE),
        Step::SetUsersClock => world.skew.set((rng.f64() - 0.5) * 1e10),
        Step::Wake => client(world).api.session().wake(),
        Step::RevokeToken => {
            let mut model = world.model.borrow_mut();
            if let Some(token) = model.session().map(|session| session.pair.access) {
                model.server.revoke(token);
            }
        }
        Step::Restart => restart(world, false),
        Step::HardRestart => restart(world, true),
        Step::SignOut => sign_out(world),
        Step::Meddle => world.mischief.set(
            *rng.choice(&[
                Mischief::SignsOut,
                Mischief::Calls,
                Mischief::Calls,
                Mischief::Closes,
            ])
            .unwrap_or(&Mischief::Calls),
        ),
        Step::Reopen => {
            close(world);
            world.run();
        }
    }
}

fn wish(rng: &mut Rng) -> Wish {
    match rng.u8(..100) {
        0..40 => Wish::Shared {
            path: rng.usize(..2),
            query: rng.usize(..2),
            header: usize::from(rng.u8(..4) == 0),
        },
        40..55 => Wish::Single,
        55..65 => Wish::Post,
        65..80 => Wish::Data,
        80..95 => Wish::Set,
        _ => Wish::Refresh,
    }
}

/// Makes a call, with a signal or without.
fn call(world: &Rc<World>, rng: &mut Rng, wish: Wish) {
    let signal = (rng.u8(..10) < 4).then(Abort::default);
    if let Some(signal) = signal.as_ref().filter(|_| rng.u8(..20) == 0) {
        signal.set(aborted());
    }
    let chained = rng.u8(..20) == 0;
    start(world, wish, signal, chained);
}

fn aborted() -> Error {
    Error::new(Code::Aborted, "the caller does not want it any more")
}

fn fire(world: &Rc<World>, rng: &mut Rng) {
    let mut model = world.model.borrow_mut();
    let calls = &model.calls;
    let armed = |call: &usize| calls[*call].signal.is_some();
    let armed: Vec<usize> = model.pending.iter().copied().filter(armed).collect();
    let Some(call) = rng.choice(armed) else {
        return;
    };
    model.tell(|| format!("    the signal of call {call} fires"));
    model.tally.signals += 1;
    model.calls[call].fired = true;
    let signal = model.calls[call].signal.clone();
    drop(model);
    if let Some(signal) = signal {
        signal.set(aborted());
    }
}

/// A request to which something can happen.
fn any(world: &World, rng: &mut Rng) -> Option<usize> {
    let model = world.model.borrow();
    let waiting = model
        .open
        .iter()
        .copied()
        .filter(|flight| model.is_waiting(*flight));
    let waiting: Vec<usize> = waiting.collect();
    // What was given up may be carried out yet, but that is seldom of interest.
    match waiting.is_empty() || rng.u8(..10) == 0 {
        true => rng.choice(model.open.iter().copied()),
        false => rng.choice(waiting),
    }
}

/// The server carries a request out, once.
pub(crate) fn carry(world: &World, flight: usize) {
    let mut model = world.model.borrow_mut();
    let Some(sent) = model.flights.get(flight) else {
        return;
    };
    if sent.carried.is_some() {
        return;
    }
    let (question, token, late) = (sent.question, sent.token, sent.outcome.is_some());
    let reply = model
        .server
        .serve(world.timers.now(), flight, question, token);
    model.tally.carried_late += u64::from(late);
    model.tell(|| format!("    request {flight} is carried out: {:?}", reply.outcome));
    model.flights[flight].carried = Some(reply);
}

/// A request is carried out, and the answer arrives.
pub(crate) fn answer(world: &World, flight: usize) {
    carry(world, flight);
    let mut model = world.model.borrow_mut();
    let Some(reply) = model.flights[flight].carried.clone() else {
        return;
    };
    model.tell(|| format!("    the answer to request {flight} arrives"));
    drop(model);
    world.deliver(flight, reply);
}

fn freeze(world: &World, ms: f64) {
    world.model.borrow_mut().tally.freezes += 1;
    world.timers.jump(ms);
}

fn restart(world: &World, hard: bool) {
    let mut model = world.model.borrow_mut();
    model.tally.restarts += 1;
    model.server.restart(hard);
}

/// A closed client makes room for another one, when the step in which it was closed is over.
pub(crate) fn reopen(world: &Rc<World>) {
    if world.model.borrow().closed {
        let call = start(world, Wish::Single, None, false);
        world.run();
        let mut model = world.model.borrow_mut();
        if !model.calls[call].settled {
            model.breaks(5, || format!("call {call} of a closed client goes on"));
        }
        model.pending.clear();
        drop(model);
        open(world);
    }
}
