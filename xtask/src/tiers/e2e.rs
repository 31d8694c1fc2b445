//! The demo page as a user uses it, and small apps over the package: real Chromium, virtual authenticator, real sandbox.

use std::path::Path;

use crate::command::Run;
use crate::failure::Failure;
use crate::setup::{self, chromium};
use crate::tally::Tally;
use crate::tiers::{judge, sandbox, test_files};
use crate::wasm;
use crate::work::Work;

pub(crate) fn e2e(work: &mut Work) -> Result<(), Failure> {
    run(work).map(|tally| println!("\n{tally}"))
}

pub(super) fn run(work: &mut Work) -> Result<Tally, Failure> {
    wasm::build(work)?;
    setup::chromium(work)?;
    setup::react(work)?;
    sandbox(work)?;
    let mut tally = Tally::default();
    work.part("e2e", "", |work| {
        let place = &work.place;
        let (output, result) = Run::new(place, "node")
            .env("IBEX_SANDBOX", place.sandbox())
            .env("CHROMIUM", chromium::found()?.browser)
            .args(["--test", "--test-reporter=spec"])
            .args(&work.rest)
            .args(test_files(&place.root, Path::new("tests").join("e2e"))?)
            .tee();
        tally = judge(Tally::of_node(&output), result)?;
        Ok(())
    })?;
    Ok(tally)
}
