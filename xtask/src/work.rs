//! One run of the command: where it works, what was asked, and what is done already, so that nothing is done twice.

use std::time::Instant;

use crate::failure::Failure;
use crate::place::Place;

#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) place: Place,
    /// What stood after `--`, for the program that the step runs.
    pub(crate) rest: Vec<String>,
    done: Vec<String>,
}

impl Work {
    pub(crate) fn new(place: Place, rest: Vec<String>) -> Self {
        Self {
            place,
            rest,
            done: Vec::new(),
        }
    }

    /// Runs `part` of `step` under a heading and tells how long it took, once.
    pub(crate) fn part(
        &mut self,
        step: &'static str,
        part: &str,
        run: impl FnOnce(&mut Self) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let title = if part.is_empty() {
            step.to_owned()
        } else {
            format!("{step}: {part}")
        };
        if self.done.contains(&title) {
            return Ok(());
        }
        println!("\n== {title}");
        let started = Instant::now();
        run(self).map_err(|failure| failure.in_step(step))?;
        println!("-- {title}: {:.1} s", started.elapsed().as_secs_f64());
        self.done.push(title);
        Ok(())
    }
}
