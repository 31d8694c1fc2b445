//! `demo`: builds what the demo page needs and serves it, on the sandbox's usual port, until it is interrupted.

use crate::command::Run;
use crate::failure::Failure;
use crate::work::Work;
use crate::{tiers, wasm};

pub(crate) fn demo(work: &mut Work) -> Result<(), Failure> {
    wasm::build(work)?;
    tiers::sandbox(work)?;
    let rest = std::mem::take(&mut work.rest);
    work.part("demo", "", |work| {
        let place = &work.place;
        Run::new(place, place.sandbox())
            .args(["--site".as_ref(), place.root.as_os_str()])
            .args(&rest)
            .with_stdin()
            .live()
    })
}
