//! wasm-pack: the one on `PATH` if it is recent, else one of our own in the target folder.

use crate::command::Run;
use crate::failure::Failure;
use crate::place::Place;
use crate::version::Version;

const WANTED: Version = Version(0, 15, 1);

pub(super) fn install(place: &Place) -> Result<(), Failure> {
    let found = Run::new(place, "wasm-pack")
        .args(["--version"])
        .read()
        .ok()
        .and_then(|text| Version::in_text(&text));
    if found.is_some_and(|version| version >= WANTED) {
        return Ok(());
    }
    // NOTE: its lock file can name a crate that the registry no longer has; then the newest that fit have to do.
    if let Err(failure) = cargo_install(place, &["--locked"]) {
        println!("{failure}; once more without --locked");
        return cargo_install(place, &[]);
    }
    Ok(())
}

/// NOTE: unoptimised, because that takes less than half the time to build, and wasm-pack does nothing but start others.
fn cargo_install(place: &Place, options: &[&str]) -> Result<(), Failure> {
    Run::cargo(place)
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .args([
            "install",
            "wasm-pack",
            "--version",
            &WANTED.to_string(),
            "--debug",
            "--root",
        ])
        .args([place.tools()])
        .args(options)
        .live()
}
