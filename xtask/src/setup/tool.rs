//! Programs that `cargo install` builds: the one on `PATH` if it is recent, else one of our own in the target folder.

use crate::command::Run;
use crate::failure::Failure;
use crate::place::Place;
use crate::version::Version;

#[derive(Debug)]
pub(super) struct Tool {
    package: &'static str,
    wanted: Version,
}

pub(super) const WASM_PACK: Tool = Tool {
    package: "wasm-pack",
    wanted: Version(0, 15, 1),
};

pub(super) const GECKODRIVER: Tool = Tool {
    package: "geckodriver",
    wanted: Version(0, 37, 1),
};

pub(super) const CARGO_FUZZ: Tool = Tool {
    package: "cargo-fuzz",
    wanted: Version(0, 13, 2),
};

pub(super) const CARGO_DENY: Tool = Tool {
    package: "cargo-deny",
    wanted: Version(0, 20, 2),
};

impl Tool {
    pub(super) fn install(&self, place: &Place) -> Result<(), Failure> {
        let found = Run::new(place, self.package)
            .args(["--version"])
            .read()
            .ok()
            .and_then(|text| Version::in_text(&text));
        if found.is_some_and(|version| version >= self.wanted) {
            return Ok(());
        }
        // NOTE: its lock file can name a crate that the registry no longer has; then the newest that fit have to do.
        if let Err(failure) = self.build(place, &["--locked"]) {
            println!("{failure}; once more without --locked");
            return self.build(place, &[]);
        }
        Ok(())
    }

    /// NOTE: unoptimised, because that takes less than half the time to build, and they do nothing but start others.
    fn build(&self, place: &Place, options: &[&str]) -> Result<(), Failure> {
        Run::cargo(place)
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .args([
                "install",
                self.package,
                "--version",
                &self.wanted.to_string(),
                "--debug",
                "--root",
            ])
            .args([place.tools()])
            .args(options)
            .live()
    }
}
