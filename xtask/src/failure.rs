//! Why a step did not succeed, and how to run it alone.

use std::fmt;
use std::path::Path;

#[derive(Debug)]
pub(crate) struct Failure {
    reason: String,
    step: Option<&'static str>,
}

impl Failure {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            step: None,
        }
    }

    pub(crate) fn at(path: &Path, error: &std::io::Error) -> Self {
        Self::new(format!("{}: {error}", path.display()))
    }

    /// Names the step, unless an inner step has been named already.
    pub(crate) fn in_step(mut self, step: &'static str) -> Self {
        self.step.get_or_insert(step);
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.step {
            Some(step) => write!(
                f,
                "{step} failed: {}\n       alone: cargo xtask {step}",
                self.reason
            ),
            None => f.write_str(&self.reason),
        }
    }
}
