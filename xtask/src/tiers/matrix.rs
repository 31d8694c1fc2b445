//! The packed tarball, installed into apps of many bundlers, each of which signs somebody up in real Chromium.

use crate::command::Run;
use crate::failure::Failure;
use crate::pack;
use crate::setup::{self, chromium};
use crate::tally::Tally;
use crate::tiers::{judge, sandbox};
use crate::work::Work;

pub(crate) fn matrix(work: &mut Work) -> Result<(), Failure> {
    run(work).map(|tally| println!("\n{tally}"))
}

pub(super) fn run(work: &mut Work) -> Result<Tally, Failure> {
    pack::run(work)?;
    setup::chromium(work)?;
    sandbox(work)?;
    let mut tally = Tally::default();
    work.part("matrix", "", |work| {
        let place = &work.place;
        let (output, result) = Run::new(place, "node")
            .env("IBEX_SANDBOX", place.sandbox())
            .env("CHROMIUM", chromium::found()?.browser)
            .env("IBEX_TARBALL", pack::tarball(place)?)
            .args(["tests/matrix/run.mjs"])
            .args(&work.rest)
            .tee();
        tally = judge(Tally::of_matrix(&output), result)?;
        Ok(())
    })?;
    Ok(tally)
}
