//! `test`: every check, then every tier of tests, and their sum as the last line.

pub(crate) mod browser;
pub(crate) mod e2e;
pub(crate) mod fuzz;
pub(crate) mod matrix;
pub(crate) mod native;
pub(crate) mod types;

use std::path::{Path, PathBuf};

use crate::command::Run;
use crate::engine::Engine;
use crate::failure::Failure;
use crate::fingerprint::sorted;
use crate::summary::{self, Row};
use crate::tally::Tally;
use crate::work::Work;
use crate::{deny, lint, pack, setup, size, wasm};

pub(crate) fn all(work: &mut Work) -> Result<(), Failure> {
    if !work.rest.is_empty() {
        return Err(Failure::new(
            "`test` takes no arguments; the steps native, types, browser, e2e, matrix and fuzz do",
        ));
    }
    setup::all(work)?;
    lint::fmt(work)?;
    lint::clippy(work)?;
    lint::doc(work)?;
    deny::deny(work)?;
    wasm::build(work)?;
    size::size(work)?;
    pack::run(work)?;
    let types = types::run(work)?;
    let native = native::run(work)?;
    let fuzz = fuzz::run(work)?;
    let browser = in_each(work, browser::run)?;
    let e2e = in_each(work, e2e::run)?;
    let matrix = matrix::run(work)?;
    let rows = [
        Row::native("types", types),
        Row::native("native", native),
        Row::engines("browser", browser),
        Row::engines("e2e", e2e),
        Row::chromium("matrix", matrix),
    ];
    println!(
        "\n{}\nfuzz: {fuzz}\n\n{}",
        summary::table(&rows),
        summary::sum(&rows)
    );
    Ok(())
}

/// A tier in one engine after the other.
fn in_each(
    work: &mut Work,
    tier: fn(&mut Work, Engine) -> Result<Tally, Failure>,
) -> Result<[Tally; 2], Failure> {
    let [chromium, firefox] = Engine::ALL;
    Ok([tier(work, chromium)?, tier(work, firefox)?])
}

/// The sandbox's program, for the tiers that run it.
pub(crate) fn sandbox(work: &mut Work) -> Result<(), Failure> {
    work.part("setup", "the sandbox", |work| {
        Run::cargo(&work.place)
            .args(["build", "--package", "ibex-sandbox", "--target-dir"])
            .args([&work.place.target])
            .live()
    })
}

/// A tier that failed says how many did; one in which no test ran has failed too.
fn judge(tally: Tally, result: Result<(), Failure>) -> Result<Tally, Failure> {
    match result {
        Err(failure) if tally == Tally::default() => Err(failure),
        Err(failure) => Err(Failure::new(format!("{tally}; {failure}"))),
        Ok(()) if tally.failed > 0 => Err(Failure::new(tally.to_string())),
        Ok(()) if tally.passed == 0 => Err(Failure::new("no test ran")),
        Ok(()) => Ok(tally),
    }
}

/// The tests of a folder.
/// NOTE: named one by one, because Node 20 and 22 disagree about what a folder means.
fn test_files(root: &Path, folder: PathBuf) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in sorted(&root.join(&folder))? {
        let name = folder.join(path.file_name().unwrap_or_default());
        if path.is_dir() && !path.ends_with("node_modules") {
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
