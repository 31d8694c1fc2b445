//! `bench`: how long a page waits for its first client, beside pages that load as much and do nothing.

use crate::command::Run;
use crate::failure::Failure;
use crate::setup::{self, chromium};
use crate::wasm;
use crate::work::Work;

pub(crate) fn bench(work: &mut Work) -> Result<(), Failure> {
    wasm::build(work)?;
    setup::chromium(work)?;
    work.part("bench", "", |work| {
        Run::new(&work.place, "node")
            .env("CHROMIUM", chromium::found()?.browser)
            .args(["tests/bench/ready.mjs"])
            .args(&work.rest)
            .live()
    })
}
