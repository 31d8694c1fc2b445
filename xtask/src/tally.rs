//! How many tests passed and failed, as the runners' own output says.

use std::fmt;
use std::ops::Add;

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// The sum of cargo's and wasm-bindgen's lines, `test result: ok. 3 passed; 0 failed; …`.
    pub(crate) fn of_cargo(output: &str) -> Self {
        let plain = without_colours(output);
        let results = plain
            .lines()
            .filter_map(|line| line.trim().strip_prefix("test result: "));
        results
            .map(|line| Self {
                passed: before(line, "passed"),
                failed: before(line, "failed"),
            })
            .sum()
    }

    /// The sum of node's lines, `ℹ pass 3` (or `# pass 3`), `ℹ fail 0` and `ℹ cancelled 0`.
    pub(crate) fn of_node(output: &str) -> Self {
        let mut tally = Self::default();
        for line in without_colours(output).lines() {
            let Some(line) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")) else {
                continue;
            };
            match line
                .split_once(' ')
                .map(|(name, count)| (name, count.trim().parse().unwrap_or(0)))
            {
                Some(("pass", count)) => tally.passed += count,
                Some(("fail" | "cancelled", count)) => tally.failed += count,
                _ => {}
            }
        }
        tally
    }

    /// The last line of the matrix, `matrix: 3 passed, 0 failed`.
    pub(crate) fn of_matrix(output: &str) -> Self {
        let plain = without_colours(output);
        let line = plain.lines().rfind(|line| line.starts_with("matrix: "));
        line.map_or_else(Self::default, |line| Self {
            passed: before(line, "passed"),
            failed: before(line, "failed"),
        })
    }
}

/// The number that stands before `word`.
fn before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line
        .split([' ', ';', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let pair = words
        .iter()
        .zip(words.iter().skip(1))
        .find(|(_, next)| **next == word);
    pair.and_then(|(count, _)| count.parse().ok()).unwrap_or(0)
}

fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut pieces = text.split("\u{1b}[");
    plain.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        plain.push_str(
            piece
                .split_once(|last: char| last.is_ascii_alphabetic())
                .map_or("", |(_, rest)| rest),
        );
    }
    plain
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), Add::add)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_the_results_of_every_test_binary() {
        let output = "running 2 tests\ntest a ... ok\n\
            test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 40 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s\n";
        assert_eq!(
            Tally::of_cargo(output),
            Tally {
                passed: 42,
                failed: 3
            }
        );
    }

    #[test]
    fn reads_the_form_of_wasm_bindgen() {
        let output = "running 1 test\ntest x::y ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.53s\n";
        assert_eq!(
            Tally::of_cargo(output),
            Tally {
                passed: 1,
                failed: 0
            }
        );
        assert_eq!(Tally::of_cargo("no tests to run!\n"), Tally::default());
    }

    #[test]
    fn reads_both_of_node_s_reporters() {
        assert_eq!(
            Tally::of_node("ℹ tests 7\nℹ pass 5\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\n"),
            Tally {
                passed: 5,
                failed: 2
            }
        );
        assert_eq!(
            Tally::of_node("1..3\n# tests 3\n# pass 3\n# fail 0\n# cancelled 0\n"),
            Tally {
                passed: 3,
                failed: 0
            }
        );
    }

    #[test]
    fn reads_the_last_line_of_the_matrix() {
        assert_eq!(
            Tally::of_matrix("cell | entry\nnode | slim\n\nmatrix: 30 passed, 2 failed\n"),
            Tally {
                passed: 30,
                failed: 2
            }
        );
        assert_eq!(Tally::of_matrix("cell | entry\n"), Tally::default());
    }

    #[test]
    fn is_not_misled_by_colours_or_by_what_a_test_prints() {
        assert_eq!(
            Tally::of_cargo("test result: \u{1b}[32mok\u{1b}[0m. 4 passed; 0 failed"),
            Tally {
                passed: 4,
                failed: 0
            }
        );
        assert_eq!(
            Tally::of_node("\u{1b}[34mℹ pass 2\u{1b}[39m"),
            Tally {
                passed: 2,
                failed: 0
            }
        );
        assert_eq!(Tally::of_cargo("9 passed; 0 failed"), Tally::default());
    }
}
