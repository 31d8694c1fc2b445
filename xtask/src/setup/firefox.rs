//! Firefox: the one that the environment or `PATH` names, else the distribution's. Its driver is a tool like others.

use std::path::PathBuf;

use super::apt;
use crate::failure::Failure;
use crate::place::{Place, named, on_path};

pub(super) fn install(place: &Place) -> Result<(), Failure> {
    if find()?.is_none() {
        apt::install(place, &["firefox-esr"])
            .map_err(|failure| Failure::new(format!("{failure}\n{MISSING}")))?;
    }
    found().map(drop)
}

pub(crate) fn found() -> Result<PathBuf, Failure> {
    find()?.ok_or_else(|| Failure::new(MISSING))
}

// NOTE: geckodriver's profiles lie where a snap's Firefox cannot read them.
const MISSING: &str = "Firefox has to be installed, not as a snap, on PATH or named by FIREFOX";

fn find() -> Result<Option<PathBuf>, Failure> {
    Ok(named("FIREFOX")?.or_else(|| on_path(&["firefox", "firefox-esr"])))
}
