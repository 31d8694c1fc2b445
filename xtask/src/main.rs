//! The one command: `cargo xtask <step>` is what people type and what CI runs.

mod anatomy;
mod bench;
mod command;
mod crates;
mod demo;
mod deny;
mod engine;
mod failure;
mod fingerprint;
mod fuzzed;
mod glue;
mod lint;
mod manifest;
mod module;
mod pack;
mod place;
mod service;
mod setup;
mod size;
mod summary;
mod symbolicate;
mod symbols;
mod tally;
mod third_party;
mod tiers;
mod version;
mod wasm;
mod work;

use std::process::ExitCode;

use failure::Failure;
use place::Place;
use work::Work;

struct Step {
    name: &'static str,
    about: &'static str,
    run: fn(&mut Work) -> Result<(), Failure>,
}

const STEPS: &[Step] = &[
    step(
        "demo",
        "builds all and serves the demo page; arguments after -- go to the sandbox",
        demo::demo,
    ),
    step(
        "test",
        "every check and every test, as CI runs them",
        tiers::all,
    ),
    step("setup", "installs the tools that are missing", setup::all),
    step("build", "the wasm and its glue, into pkg/wasm", wasm::build),
    step("fmt", "formatting", lint::fmt),
    step(
        "lint",
        "clippy, for this machine and for wasm32",
        lint::clippy,
    ),
    step(
        "doc",
        "rustdoc, for this machine and for wasm32; the npm package's reference, target/doc/api",
        lint::doc,
    ),
    step(
        "size",
        "weighs what a page loads against the budget",
        size::size,
    ),
    step(
        "symbolicate",
        "names the wasm's functions in a browser's stack: symbolicate [FILE] < stack.txt",
        symbolicate::symbolicate,
    ),
    step(
        "pack",
        "makes the npm tarball and checks what it holds; or: pack [the tag of a release]",
        pack::pack,
    ),
    step(
        "deny",
        "licenses, duplicates and sources of the dependencies",
        deny::deny,
    ),
    step(
        "advisories",
        "known vulnerabilities of the dependencies, from the network",
        deny::advisories,
    ),
    step(
        "types",
        "the packed types under every setting; arguments after -- go to node --test",
        tiers::types::types,
    ),
    step(
        "native",
        "unit, wire and sandbox tests; arguments after -- go to cargo test",
        tiers::native::native,
    ),
    step(
        "browser",
        "wasm tests with real ceremonies in both engines; or: browser [chromium|firefox] [-- filter]",
        tiers::browser::browser,
    ),
    step(
        "e2e",
        "the demo page in both engines; or: e2e [chromium|firefox] [-- arguments of node --test]",
        tiers::e2e::e2e,
    ),
    step(
        "bench",
        "milliseconds to the first client, both entries; or: bench <loads>",
        bench::bench,
    ),
    step(
        "matrix",
        "the packed package in apps of many bundlers; or: matrix [cell ...]",
        tiers::matrix::matrix,
    ),
    step(
        "fuzz",
        "ten minutes for every fuzz target; or: fuzz [target] [-- seconds, or short]",
        tiers::fuzz::fuzz,
    ),
];

const fn step(
    name: &'static str,
    about: &'static str,
    run: fn(&mut Work) -> Result<(), Failure>,
) -> Step {
    Step { name, about, run }
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "help".to_owned());
    let rest: Vec<String> = arguments.skip_while(|argument| argument == "--").collect();
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print_help();
        return ExitCode::SUCCESS;
    }
    let Some(step) = STEPS.iter().find(|step| step.name == name) else {
        eprintln!("xtask: there is no step `{name}`\n");
        print_help();
        return ExitCode::FAILURE;
    };
    match run(step, rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            service::wait_if_interrupted();
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(step: &Step, rest: Vec<String>) -> Result<(), Failure> {
    service::end_all_on_interrupt()?;
    (step.run)(&mut Work::new(Place::find()?, rest))
}

fn print_help() {
    println!("cargo xtask <step>\n");
    for step in STEPS {
        println!("  {:<11} {}", step.name, step.about);
    }
}
