//! The wasm target, clippy, rustfmt, and the standard library's source.
//!
//! rust-toolchain.toml names them, but rustup's automatic installation may be switched off.

use crate::command::Run;
use crate::crates::{self, TARGET};
use crate::failure::Failure;
use crate::place::Place;

pub(super) fn install(place: &Place) -> Result<(), Failure> {
    if !crates::rustlib(place)?.join(TARGET).join("lib").is_dir() {
        Run::new(place, "rustup")
            .args(["target", "add", TARGET])
            .live()?;
    }
    if !crates::library(place)?.is_dir() {
        component(place, "rust-src")?;
    }
    for (component, subcommand) in [("clippy", "clippy"), ("rustfmt", "fmt")] {
        if Run::cargo(place)
            .args([subcommand, "--version"])
            .read()
            .is_err()
        {
            self::component(place, component)?;
        }
    }
    Ok(())
}

fn component(place: &Place, name: &str) -> Result<(), Failure> {
    Run::new(place, "rustup")
        .args(["component", "add", name])
        .live()
}
