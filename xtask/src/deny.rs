//! `deny`: no dependency is under a license that we cannot keep, there twice, or from elsewhere than crates.io; `advisories`:
//! none is known to be unsafe, as the RustSec database says today. What is allowed is in `xtask/deny.toml`.

use crate::command::Run;
use crate::failure::Failure;
use crate::setup;
use crate::work::Work;

pub(crate) fn deny(work: &mut Work) -> Result<(), Failure> {
    setup::deny(work)?;
    work.part("deny", "", |work| {
        check(work, &["bans", "licenses", "sources"])
    })
}

/// NOTE: it fetches the database, and what is true today need not be tomorrow; so it is no part of `test`.
pub(crate) fn advisories(work: &mut Work) -> Result<(), Failure> {
    setup::deny(work)?;
    work.part("advisories", "", |work| check(work, &["advisories"]))
}

fn check(work: &Work, what: &[&str]) -> Result<(), Failure> {
    let check = |which: &[&str], allowed: &[&str]| {
        Run::cargo(&work.place)
            .args(["deny", "--locked", "--config", "xtask/deny.toml"])
            .args(which)
            .args(["check", "--hide-inclusion-graph"])
            .args(allowed)
            .args(what)
            .live()
    };
    check(&["--workspace"], &[])?;
    // What is excepted in the workspace does not occur in the fuzz targets.
    let strangers = ["-A", "unmatched-skip-root", "-A", "advisory-not-detected"];
    check(&["--manifest-path", "tests/fuzz/Cargo.toml"], &strangers)
}
