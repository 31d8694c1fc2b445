//! wasm-bindgen and its test runner at exactly the version that `Cargo.lock` pins: wasm-pack takes no other.

use crate::command::Run;
use crate::failure::Failure;
use crate::manifest;
use crate::place::Place;

pub(super) fn install(place: &Place) -> Result<(), Failure> {
    let wanted = manifest::locked(place, "wasm-bindgen")?;
    for package in ["wasm-bindgen-cli", "xtask-bindgen"] {
        let version = manifest::locked(place, package)?;
        if version != wanted {
            return Err(Failure::new(format!(
                "Cargo.lock has wasm-bindgen {wanted} but {package} {version}: \
                 set both versions in xtask/bindgen/Cargo.toml to {wanted}"
            )));
        }
    }
    Run::cargo(place)
        .args([
            "build",
            "--package",
            "xtask-bindgen",
            "--bins",
            "--profile",
            "bindgen",
        ])
        .args(["--target-dir".as_ref(), place.target.as_os_str()])
        .live()
}
