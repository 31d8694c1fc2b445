//! The demo page as a user uses it: real Chromium, virtual authenticator, real sandbox.

use std::path::{Path, PathBuf};

use crate::command::Run;
use crate::failure::Failure;
use crate::fingerprint::sorted;
use crate::setup::{self, chromium};
use crate::tally::Tally;
use crate::tiers::{judge, sandbox};
use crate::wasm;
use crate::work::Work;

pub(crate) fn e2e(work: &mut Work) -> Result<(), Failure> {
    run(work).map(|tally| println!("\n{tally}"))
}

pub(super) fn run(work: &mut Work) -> Result<Tally, Failure> {
    wasm::build(work)?;
    setup::browser(work)?;
    sandbox(work)?;
    let mut tally = Tally::default();
    work.part("e2e", "", |work| {
        let place = &work.place;
        let (output, result) = Run::new(place, "node")
            .env("IBEX_SANDBOX", place.sandbox())
            .env("CHROMIUM", chromium::found()?.chromium)
            .args(["--test", "--test-reporter=spec"])
            .args(&work.rest)
            .args(test_files(&place.root, Path::new("tests").join("e2e"))?)
            .tee();
        tally = judge(Tally::of_node(&output), result)?;
        Ok(())
    })?;
    Ok(tally)
}

/// NOTE: named one by one, because Node 20 and 22 disagree about what a folder means.
fn test_files(root: &Path, folder: PathBuf) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in sorted(&root.join(&folder))? {
        let name = folder.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            files.extend(test_files(root, name)?);
        } else if [".test.mjs", ".test.js"]
            .iter()
            .any(|end| name.to_string_lossy().ends_with(end))
        {
            files.push(name);
        }
    }
    Ok(files)
}
