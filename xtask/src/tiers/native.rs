//! The tests that need no browser.

use crate::command::Run;
use crate::failure::Failure;
use crate::tally::Tally;
use crate::tiers::judge;
use crate::work::Work;

pub(crate) fn native(work: &mut Work) -> Result<(), Failure> {
    run(work).map(|tally| println!("\n{tally}"))
}

pub(super) fn run(work: &mut Work) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    work.part("native", "", |work| {
        let (output, result) = Run::cargo(&work.place)
            // The wrapper of wasm-bindgen has no tests, and many dependencies.
            .args(["test", "--workspace", "--exclude", "xtask-bindgen"])
            .args(&work.rest)
            .tee();
        tally = judge(Tally::of_cargo(&output), result)?;
        Ok(())
    })?;
    Ok(tally)
}
