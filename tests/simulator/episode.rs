//! One episode: some hundred steps from one seed, then the world comes to rest and is judged.

use std::rc::Rc;

use fastrand::Rng;

use crate::call::start;
use crate::client::{client, close, open};
use crate::model::{TIMEOUT, Wish};
use crate::step::{answer, reopen, take};
use crate::tally::Tally;
use crate::world::{Mischief, World};

/// Steps of the longest episode.
const LONGEST: usize = 400;

/// Plays the episode of a seed. `story` is where it is told, where somebody will read it.
pub(crate) fn play(seed: u64, story: bool) -> Outcome {
    let mut rng = Rng::with_seed(seed);
    let world = World::new(rng.u64(..));
    let mut model = world.model.borrow_mut();
    model.story = story.then(Vec::new);
    model.server.life = *rng.choice(&[3_600_000.0, 3_600_000.0, 900_000.0]).unwrap();
    drop(model);
    open(&world);
    sign_in(&world, 0);
    for _ in 0..rng.usize(50..=LONGEST) {
        take(&world, &mut rng);
        if !check(&world) {
            break;
        }
        reopen(&world);
        if !check(&world) {
            break;
        }
    }
    if check(&world) {
        rest(&world);
    }
    let mut model = world.model.borrow_mut();
    Outcome {
        broken: model.broken.take(),
        tally: std::mem::take(&mut model.tally),
        story: model.story.take().unwrap_or_default(),
    }
}

/// How an episode ended.
pub(crate) struct Outcome {
    pub(crate) broken: Option<String>,
    pub(crate) tally: Tally,
    pub(crate) story: Vec<String>,
}

/// Checks what must always hold; says whether it did so far.
fn check(world: &Rc<World>) -> bool {
    let shown = client(world).api.session().profile();
    let shown = shown
        .as_ref()
        .map(|profile| profile.external_user_id.as_str());
    let mut model = world.model.borrow_mut();
    if model.broken.is_none() {
        model.stands(shown);
    }
    model.broken.is_none()
}

/// The faults are over: everything is delivered, time passes, and what is left must be as the rules say.
fn rest(world: &Rc<World>) {
    world.mischief.set(Mischief::None);
    world
        .model
        .borrow_mut()
        .tell(|| "The faults are over.".to_owned());
    settle(world);
    outwait(world);
    let (call, there) = (
        start(world, Wish::Single, None, false),
        world.model.borrow().present,
    );
    settle(world);
    if there.is_none() || world.model.borrow().present.is_none() {
        sign_in(world, 1);
        let call = start(world, Wish::Single, None, false);
        settle(world);
        must_succeed(world, call);
    } else {
        must_succeed(world, call);
    }
    world.model.borrow_mut().wrote();
    close(world);
    world.run();
    check(world);
    world.pass(2.0 * TIMEOUT);
    world.run();
    let (tasks, timers) = (world.executor.alive(), world.timers.waiting());
    let mut model = world.model.borrow_mut();
    if tasks + timers > 0 {
        model.breaks(5, || {
            format!("a closed client leaves {tasks} tasks and {timers} timers behind")
        });
    }
    drop(model);
    world.client.take();
}

/// Waits until the API wants to be asked for tokens again.
fn outwait(world: &Rc<World>) {
    let held = world
        .model
        .borrow_mut()
        .session()
        .and_then(|session| session.held);
    if let Some((until, _)) = held {
        world.pass((until - world.timers.now()).max(0.0) + 1.0);
        settle(world);
    }
}

fn must_succeed(world: &World, call: usize) {
    let mut model = world.model.borrow_mut();
    let flights = model.flights.iter().rev();
    let effort = model.calls[call].efforts.first();
    let good = flights
        .filter(|flight| flight.effort.as_ref() == effort)
        .any(|flight| !flight.handed.is_empty());
    if !good && model.broken.is_none() {
        model.breaks(6, || {
            format!("no fault is left, and call {call} does not succeed")
        });
    }
}

fn sign_in(world: &Rc<World>, user: usize) {
    let call = start(world, Wish::SignIn { user }, None, false);
    settle(world);
    let mut model = world.model.borrow_mut();
    if model.present.is_none() && model.broken.is_none() {
        model.breaks(6, || {
            format!("no fault is left, and sign-in {call} does not succeed")
        });
    }
}

/// Delivers everything and lets time pass until nobody waits.
fn settle(world: &Rc<World>) {
    world.run();
    for _ in 0..1000 {
        if !check(world) {
            return;
        }
        let mut model = world.model.borrow_mut();
        model.step += 1;
        let next = model
            .open
            .iter()
            .copied()
            .find(|flight| model.is_waiting(*flight));
        let done = model.pending.is_empty();
        drop(model);
        match next {
            Some(flight) => answer(world, flight),
            None if done => return,
            None => world.pass(1_000.0),
        }
        world.run();
    }
    let mut model = world.model.borrow_mut();
    let pending = model.pending.clone();
    model.breaks(5, || {
        format!("all was delivered, and calls {pending:?} have not settled")
    });
}
