//! The package's types as users of three TypeScript versions meet them: the packed tarball, installed, under every
//! setting.

use std::path::Path;

use crate::command::Run;
use crate::failure::Failure;
use crate::place::Place;
use crate::tally::Tally;
use crate::tiers::{judge, test_files};
use crate::work::Work;
use crate::{pack, setup};

pub(crate) fn types(work: &mut Work) -> Result<(), Failure> {
    run(work).map(|tally| println!("\n{tally}"))
}

pub(super) fn run(work: &mut Work) -> Result<Tally, Failure> {
    pack::run(work)?;
    setup::types(work)?;
    let mut tally = Tally::default();
    work.part("types", "", |work| {
        let place = &work.place;
        install(place)?;
        let (output, result) = Run::new(place, "node")
            .args(["--test", "--test-reporter=spec"])
            .args(&work.rest)
            .args(test_files(&place.root, Path::new("tests").join("types"))?)
            .tee();
        tally = judge(Tally::of_node(&output), result)?;
        Ok(())
    })?;
    Ok(tally)
}

/// Puts what a registry would hand out where the tests import it from.
fn install(place: &Place) -> Result<(), Failure> {
    let installed = place
        .root
        .join("tests/types/node_modules")
        .join("ibex-wallet-sdk");
    if installed.exists() {
        std::fs::remove_dir_all(&installed).map_err(|error| Failure::at(&installed, &error))?;
    }
    std::fs::create_dir_all(&installed).map_err(|error| Failure::at(&installed, &error))?;
    Run::new(place, "tar")
        .args([
            "--strip-components=1".as_ref(),
            "-xzf".as_ref(),
            pack::tarball(place)?.as_os_str(),
        ])
        .args(["-C".as_ref(), installed.as_os_str()])
        .live()
}
