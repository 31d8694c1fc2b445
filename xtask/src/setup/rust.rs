//! The wasm target, clippy, rustfmt, and the standard library's source.
//!
//! rust-toolchain.toml names them, but rustup's automatic installation may be switched off.

use std::path::Path;

use crate::command::Run;
use crate::crates::TARGET;
use crate::failure::Failure;
use crate::place::Place;

pub(super) fn install(place: &Place) -> Result<(), Failure> {
    let sysroot = Run::new(place, "rustc")
        .args(["--print", "sysroot"])
        .read()?;
    let rustlib = Path::new(sysroot.trim()).join("lib").join("rustlib");
    if !rustlib.join(TARGET).join("lib").is_dir() {
        Run::new(place, "rustup")
            .args(["target", "add", TARGET])
            .live()?;
    }
    if !rustlib.join("src").join("rust").join("library").is_dir() {
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
