//! A simulation of the session: the SDK's real core in a made-up world of time, faults and users, held to the rules of the session after every step.
//!
//! An episode is made from one number: it chooses the steps (a call, a lost answer, a frozen page, …), and the world has no
//! other chance and no other time, so the same number is the same episode. The rules are checked by a model that knows
//! them from the documentation, never from the core. Where one is broken the seed and the last steps are printed.
//!
//! - `IBEX_SIMULATOR_SEED=17 cargo test --test simulator` plays that episode alone.
//! - `IBEX_SIMULATOR_STEPS=10000000` takes more steps; `IBEX_SIMULATOR_BASE=…` begins with another seed than 0.
//!
//! Not covered: prompts that stay open, and the shapes of answers; both are tested beside the code.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what is missing fails the test"
)]

#[path = "simulator/call.rs"]
mod call;
#[path = "simulator/client.rs"]
mod client;
#[path = "simulator/delivery.rs"]
mod delivery;
#[path = "simulator/effort.rs"]
mod effort;
#[path = "simulator/episode.rs"]
mod episode;
#[path = "simulator/executor.rs"]
mod executor;
#[path = "simulator/fault.rs"]
mod fault;
#[path = "simulator/host.rs"]
mod host;
#[path = "simulator/json.rs"]
mod json;
#[path = "simulator/model.rs"]
mod model;
#[path = "simulator/question.rs"]
mod question;
#[path = "simulator/reply.rs"]
mod reply;
#[path = "simulator/sending.rs"]
mod sending;
#[path = "simulator/server.rs"]
mod server;
#[path = "simulator/settling.rs"]
mod settling;
#[path = "simulator/standing.rs"]
mod standing;
#[path = "simulator/step.rs"]
mod step;
#[path = "simulator/tally.rs"]
mod tally;
#[path = "simulator/timers.rs"]
mod timers;
#[path = "simulator/world.rs"]
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

use tally::Tally;

/// Steps of a run, where nothing else is said.
const STEPS: u64 = 1_000_000;
/// Steps of the story that are told of a failure.
const TOLD: usize = 30;

#[test]
fn no_interleaving_breaks_a_rule_of_the_session() {
    if let Some(seed) = number("IBEX_SIMULATOR_SEED") {
        let tally = play(seed, 0);
        return report(1, &tally);
    }
    let base = number("IBEX_SIMULATOR_BASE").unwrap_or(0);
    let steps = number("IBEX_SIMULATOR_STEPS").unwrap_or(STEPS);
    let (mut total, mut episodes) = (Tally::default(), 0);
    while total.steps < steps {
        total.add(&play(base + episodes, total.steps));
        episodes += 1;
    }
    report(episodes, &total);
    for (name, count) in total.list().into_iter().filter(|_| steps >= STEPS) {
        assert!(count > 0, "nothing of this happened: {name}");
    }
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{variable} is no number")),
    )
}

/// Plays an episode, after so many steps of others; where it fails, plays it again to tell the story.
fn play(seed: u64, before: u64) -> Tally {
    let outcome = catch_unwind(AssertUnwindSafe(|| episode::play(seed, false)));
    match outcome {
        Ok(outcome) if outcome.broken.is_none() => return outcome.tally,
        Ok(_) => {}
        Err(_) => panic!("the core panicked: IBEX_SIMULATOR_SEED={seed}"),
    }
    let outcome = episode::play(seed, true);
    let first = outcome.story.len().saturating_sub(TOLD);
    let told = outcome
        .story
        .iter()
        .skip(first)
        .map(|line| format!("{line}\n"));
    let steps = outcome.tally.steps;
    panic!(
        "{}\nafter {steps} steps of this episode, {} steps in all; the last of them:\n\n{}\nIBEX_SIMULATOR_SEED={seed} cargo test --test simulator\n",
        outcome.broken.unwrap_or_default(),
        before + steps,
        told.collect::<String>()
    );
}

fn report(episodes: u64, tally: &Tally) {
    println!("{episodes} episodes");
    for (name, count) in tally.list() {
        println!("{count:>10} {}", name.replace('_', " "));
    }
}
