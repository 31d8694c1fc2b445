//! The browsers in which tests run: `browser firefox -- filter` takes one of them.

use std::path::PathBuf;

use crate::failure::Failure;
use crate::setup::{self, chromium, firefox};
use crate::work::Work;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
}

impl Engine {
    pub(crate) const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
        }
    }

    /// Installs the browser and its driver.
    pub(crate) fn install(self, work: &mut Work) -> Result<(), Failure> {
        match self {
            Self::Chromium => setup::chromium(work),
            Self::Firefox => setup::firefox(work),
        }
    }

    /// The browser's program.
    pub(crate) fn program(self) -> Result<PathBuf, Failure> {
        match self {
            Self::Chromium => Ok(chromium::found()?.browser),
            Self::Firefox => firefox::found(),
        }
    }
}

/// Takes the engines out of a step's arguments, all where none is named; what is left is for the program that it runs.
pub(crate) fn chosen(rest: &mut Vec<String>) -> Vec<Engine> {
    let mut engines = Vec::new();
    while let Some(engine) = rest.first().and_then(|word| of(word)) {
        rest.remove(0);
        engines.push(engine);
    }
    if engines.is_empty() {
        return Engine::ALL.to_vec();
    }
    if rest.first().is_some_and(|word| word == "--") {
        rest.remove(0);
    }
    engines
}

fn of(word: &str) -> Option<Engine> {
    Engine::ALL
        .into_iter()
        .find(|engine| engine.name().eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_engines_that_are_named_first_and_leaves_the_rest() {
        let chosen = |words: &[&str]| {
            let mut rest = words.iter().map(|&word| word.to_owned()).collect();
            let engines = chosen(&mut rest);
            (engines, rest)
        };
        let [chromium, firefox] = Engine::ALL;
        assert_eq!(chosen(&[]), (vec![chromium, firefox], vec![]));
        assert_eq!(chosen(&["firefox"]), (vec![firefox], vec![]));
        assert_eq!(
            chosen(&["firefox", "--", "story", "firefox"]),
            (
                vec![firefox],
                vec!["story".to_owned(), "firefox".to_owned()]
            )
        );
        assert_eq!(
            chosen(&["story"]),
            (vec![chromium, firefox], vec!["story".to_owned()])
        );
    }
}
