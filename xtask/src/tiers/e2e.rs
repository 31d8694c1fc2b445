//! The demo page as a user uses it, and small apps over the package: real browsers, virtual authenticator, real sandbox.

use std::path::{Path, PathBuf};

use crate::command::Run;
use crate::engine::{self, Engine};
use crate::failure::Failure;
use crate::place::Place;
use crate::setup;
use crate::tally::Tally;
use crate::tiers::{judge, sandbox, test_files};
use crate::wasm;
use crate::work::Work;

pub(crate) fn e2e(work: &mut Work) -> Result<(), Failure> {
    for engine in engine::chosen(&mut work.rest) {
        let tally = run(work, engine)?;
        println!("\n{}: {tally}", engine.name());
    }
    Ok(())
}

pub(super) fn run(work: &mut Work, engine: Engine) -> Result<Tally, Failure> {
    wasm::build(work)?;
    engine.install(work)?;
    setup::react(work)?;
    sandbox(work)?;
    let mut tally = Tally::default();
    work.part("e2e", engine.name(), |work| {
        let place = &work.place;
        let (output, result) = Run::new(place, "node")
            .env("IBEX_SANDBOX", place.sandbox())
            .env(&engine.name().to_uppercase(), engine.program()?)
            .args(["--test", "--test-reporter=spec"])
            .args(&work.rest)
            .args(files(place, engine)?)
            .tee();
        tally = judge(Tally::of_node(&output), result)?;
        Ok(())
    })?;
    Ok(tally)
}

/// Firefox has a folder of its own, because another driver speaks to it; all others are Chromium's.
fn files(place: &Place, engine: Engine) -> Result<Vec<PathBuf>, Failure> {
    let folder = Path::new("tests").join("e2e");
    let firefox = folder.join("firefox");
    let mut files = test_files(&place.root, folder)?;
    files.retain(|file| file.starts_with(&firefox) == (engine == Engine::Firefox));
    Ok(files)
}
