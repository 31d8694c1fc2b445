//! `test`: every check, then every tier of tests, and their sum as the last line.

pub(crate) mod browser;
pub(crate) mod e2e;
pub(crate) mod fuzz;
pub(crate) mod native;

use crate::command::Run;
use crate::failure::Failure;
use crate::tally::Tally;
use crate::work::Work;
use crate::{deny, lint, pack, setup, size, wasm};

pub(crate) fn all(work: &mut Work) -> Result<(), Failure> {
    if !work.rest.is_empty() {
        return Err(Failure::new(
            "`test` takes no arguments; the steps native, browser, e2e and fuzz do",
        ));
    }
    setup::all(work)?;
    lint::fmt(work)?;
    lint::clippy(work)?;
    lint::doc(work)?;
    deny::deny(work)?;
    wasm::build(work)?;
    size::size(work)?;
    pack::pack(work)?;
    let native = native::run(work)?;
    let fuzz = fuzz::run(work)?;
    let browser = browser::run(work)?;
    let e2e = e2e::run(work)?;
    println!(
        "\nnative:  {native}\nbrowser: {browser}\ne2e:     {e2e}\nfuzz:    {fuzz}\n\n{}",
        native + browser + e2e
    );
    Ok(())
}

/// The sandbox's program, for the tiers that run it.
pub(crate) fn sandbox(work: &mut Work) -> Result<(), Failure> {
    work.part("setup", "the sandbox", |work| {
        Run::cargo(&work.place)
            .args(["build", "--package", "ibex-sandbox", "--target-dir"])
            .args([&work.place.target])
            .live()
    })
}

/// A tier that failed says how many did; one in which no test ran has failed too.
fn judge(tally: Tally, result: Result<(), Failure>) -> Result<Tally, Failure> {
    match result {
        Err(failure) if tally == Tally::default() => Err(failure),
        Err(failure) => Err(Failure::new(format!("{tally}; {failure}"))),
        Ok(()) if tally.failed > 0 => Err(Failure::new(tally.to_string())),
        Ok(()) if tally.passed == 0 => Err(Failure::new("no test ran")),
        Ok(()) => Ok(tally),
    }
}
