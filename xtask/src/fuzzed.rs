//! What a run of a fuzz target came to, as libFuzzer's own output says.

use std::time::Duration;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fuzzed {
    target: String,
    pub(crate) executions: u64,
    seconds: f64,
    /// Edges of the program that were reached.
    coverage: u64,
    /// Edges, how often each was passed, and comparisons.
    features: u64,
    /// Inputs that reach something of their own, and their size.
    corpus: String,
}

impl Fuzzed {
    /// Reads the last line of numbers, `#20000 DONE cov: 188 ft: 339 corp: 137/5037b …`; `None` where no input was run.
    pub(crate) fn of_libfuzzer(target: &str, said: &str, took: Duration) -> Option<Self> {
        let line = said
            .lines()
            .rfind(|line| line.starts_with('#') && line.contains("\tDONE "))?;
        let after = |name: &str| {
            let mut words = line.split_whitespace().skip_while(|word| *word != name);
            words.nth(1)
        };
        let executions = line.trim_start_matches('#').split('\t').next()?;
        let executions = executions.parse().ok().filter(|count| *count > 0)?;
        Some(Self {
            target: target.to_owned(),
            executions,
            seconds: took.as_secs_f64(),
            coverage: after("cov:")?.parse().ok()?,
            features: after("ft:")?.parse().ok()?,
            corpus: after("corp:")?.to_owned(),
        })
    }
}

/// A line for each target.
pub(crate) fn table(rows: &[Fuzzed]) -> String {
    let mut table = format!(
        "{:<15} {:>11} {:>8} {:>7} {:>6} {:>7}  corpus",
        "target", "executions", "exec/s", "seconds", "cov", "ft"
    );
    for row in rows {
        let speed = f64::from(u32::try_from(row.executions).unwrap_or(u32::MAX)) / row.seconds;
        table.push_str(&format!(
            "\n{:<15} {:>11} {:>8.0} {:>7.1} {:>6} {:>7}  {}",
            row.target, row.executions, speed, row.seconds, row.coverage, row.features, row.corpus
        ));
    }
    table
}

/// Why a target failed: what it said without the progress of the fuzzer.
pub(crate) fn complaint(said: &str) -> String {
    let telling: Vec<_> = said
        .lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with("INFO: "))
        .collect();
    telling.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "INFO: seed corpus: files: 12 min: 1b\n\
        #13\tINITED cov: 100 ft: 120 corp: 12/90b exec/s: 0 rss: 30Mb\n\
        #14\tNEW    cov: 101 ft: 121 corp: 13/99b lim: 21 exec/s: 0 rss: 30Mb L: 9/9 MS: 1 CopyPart-\n\
        #20000\tDONE   cov: 188 ft: 339 corp: 137/5037b lim: 620 exec/s: 0 rss: 27Mb\nDone 20000 runs in 0 second(s)\n";

    #[test]
    fn reads_the_last_line_of_numbers() {
        let fuzzed = Fuzzed::of_libfuzzer("path", SAID, Duration::from_secs(2)).unwrap();
        assert_eq!(
            (fuzzed.executions, fuzzed.coverage, fuzzed.features),
            (20_000, 188, 339)
        );
        let table = table(&[fuzzed]);
        let row: Vec<_> = table.lines().nth(1).unwrap().split_whitespace().collect();
        assert_eq!(
            row,
            ["path", "20000", "10000", "2.0", "188", "339", "137/5037b"]
        );
    }

    #[test]
    fn a_run_that_ended_before_its_end_has_no_numbers() {
        let (cut, _) = SAID.split_once("#20000").unwrap();
        assert_eq!(Fuzzed::of_libfuzzer("path", cut, Duration::ZERO), None);
    }

    #[test]
    fn a_complaint_is_what_the_target_said() {
        let said = format!("{SAID}thread panicked at path.rs:3\nassertion failed\n");
        assert_eq!(
            complaint(&said),
            "Done 20000 runs in 0 second(s)\nthread panicked at path.rs:3\nassertion failed"
        );
    }
}
