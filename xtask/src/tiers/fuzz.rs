//! The fuzz targets of `tests/fuzz`: some thousand inputs each as a test, the same ones every time, or for minutes and at random.
//!
//! libFuzzer's instrumentation is part of the stable compiler; only its sanitizers are not, and the SDK has no unsafe code.

use std::path::Path;
use std::time::Instant;

use crate::command::Run;
use crate::failure::Failure;
use crate::fingerprint::sorted;
use crate::fuzzed::{self, Fuzzed};
use crate::place::Place;
use crate::setup;
use crate::work::Work;

const FOLDER: &str = "tests/fuzz";

/// Inputs for each target in `cargo xtask test`.
const RUNS: u64 = 20_000;

/// Seconds for each target in `cargo xtask fuzz`.
const SECONDS: u64 = 600;

/// For how long a target is run.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Effort {
    /// The same inputs in every run.
    Runs(u64),
    Seconds(u64),
}

pub(crate) fn fuzz(work: &mut Work) -> Result<(), Failure> {
    let all = targets(&work.place)?;
    let (chosen, effort) = chosen(&work.rest, &all)?;
    play(work, &chosen, effort).map(drop)
}

/// The line for the sum of all tests.
pub(super) fn run(work: &mut Work) -> Result<String, Failure> {
    if cfg!(windows) {
        return Ok("DID NOT RUN: libFuzzer needs Linux or macOS".to_owned());
    }
    let targets = targets(&work.place)?;
    let table = play(work, &targets, Effort::Runs(RUNS))?;
    let inputs: u64 = table.iter().map(|fuzzed| fuzzed.executions).sum();
    Ok(format!("{} targets, {inputs} inputs", table.len()))
}

/// Every target gets its turn, whatever becomes of the others.
fn play(work: &mut Work, targets: &[String], effort: Effort) -> Result<Vec<Fuzzed>, Failure> {
    setup::fuzz(work)?;
    let (mut table, mut failed) = (Vec::new(), Vec::new());
    work.part("fuzz", "", |work| {
        let place = &work.place;
        cargo_fuzz(place, "build").live()?;
        for target in targets {
            match one(place, target, effort) {
                Ok(fuzzed) => table.push(fuzzed),
                Err(failure) => {
                    println!("{failure}");
                    failed.push(target.as_str());
                }
            }
        }
        println!("\n{}", fuzzed::table(&table));
        if failed.is_empty() {
            return Ok(());
        }
        Err(Failure::new(format!("{} did not stand", failed.join(", "))))
    })?;
    Ok(table)
}

/// Runs one target. Its inputs are the seeds in the repository and what is made of them, which stays in the target folder.
fn one(place: &Place, target: &str, effort: Effort) -> Result<Fuzzed, Failure> {
    let found = place.target.join("fuzz");
    let (found, limits) = match effort {
        Effort::Runs(runs) => {
            let found = found.join("tested").join(target);
            if found.exists() {
                std::fs::remove_dir_all(&found).map_err(|error| Failure::at(&found, &error))?;
            }
            (found, vec![format!("-runs={runs}"), "-seed=1".to_owned()])
        }
        Effort::Seconds(seconds) => (
            found.join("found").join(target),
            vec![format!("-max_total_time={seconds}")],
        ),
    };
    std::fs::create_dir_all(&found).map_err(|error| Failure::at(&found, &error))?;
    let log = place.state()?.join(format!("fuzz-{target}.log"));
    let started = Instant::now();
    let result = cargo_fuzz(place, "run")
        .args([target])
        .args([&found])
        .args([format!("{FOLDER}/corpus/{target}")])
        .args(["--", "-timeout=30"])
        .args([format!("-dict={FOLDER}/words.dict")])
        .args(limits)
        .logged(&log);
    let said = std::fs::read(&log).map_err(|error| Failure::at(&log, &error))?;
    let said = String::from_utf8_lossy(&said);
    if let Err(failure) = result {
        println!("{}", fuzzed::complaint(&said));
        return Err(failure);
    }
    Fuzzed::of_libfuzzer(target, &said, started.elapsed())
        .ok_or_else(|| Failure::new(format!("{target}: no input was run; see {}", log.display())))
}

fn cargo_fuzz(place: &Place, what: &str) -> Run {
    Run::cargo(place)
        .args(["fuzz", what, "--sanitizer", "none", "--fuzz-dir", FOLDER])
        .args([
            "--target-dir".as_ref(),
            place.target.join("fuzz").as_os_str(),
        ])
}

/// One file each.
fn targets(place: &Place) -> Result<Vec<String>, Failure> {
    let files = sorted(&place.root.join(FOLDER).join("fuzz_targets"))?;
    let name = |path: &Path| Some(path.file_stem()?.to_string_lossy().into_owned());
    Ok(files.iter().filter_map(|path| name(path)).collect())
}

/// What was asked for: targets, and seconds or `short`, which is what `test` does.
fn chosen(rest: &[String], all: &[String]) -> Result<(Vec<String>, Effort), Failure> {
    let (mut targets, mut effort) = (Vec::new(), Effort::Seconds(SECONDS));
    for word in rest.iter().filter(|word| *word != "--") {
        if let Ok(seconds) = word.parse() {
            effort = Effort::Seconds(seconds);
        } else if word == "short" {
            effort = Effort::Runs(RUNS);
        } else if all.contains(word) {
            targets.push(word.clone());
        } else {
            return Err(Failure::new(format!(
                "there is no target `{word}`; there are {}",
                all.join(", ")
            )));
        }
    }
    if targets.is_empty() {
        targets = all.to_vec();
    }
    Ok((targets, effort))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_targets_and_seconds_in_any_order_or_everything_for_ten_minutes() {
        let all = ["jwt", "path"].map(str::to_owned);
        let chosen = |words: &[&str]| {
            let words: Vec<_> = words.iter().map(|&word| word.to_owned()).collect();
            chosen(&words, &all).map_err(|failure| failure.to_string())
        };
        assert_eq!(chosen(&[]), Ok((all.to_vec(), Effort::Seconds(600))));
        assert_eq!(chosen(&["short"]), Ok((all.to_vec(), Effort::Runs(RUNS))));
        assert_eq!(
            chosen(&["path", "--", "5"]),
            Ok((vec!["path".to_owned()], Effort::Seconds(5)))
        );
        assert_eq!(chosen(&["30"]), Ok((all.to_vec(), Effort::Seconds(30))));
        assert!(chosen(&["pth"]).is_err_and(|failure| failure.contains("jwt, path")));
    }
}
