//! The tools that the other steps need. What is there already is left alone.

mod apt;
mod bindgen;
pub(crate) mod chromium;
pub(crate) mod firefox;
mod npm;
mod rust;
mod tool;

use crate::failure::Failure;
use crate::work::Work;

/// Everything.
pub(crate) fn all(work: &mut Work) -> Result<(), Failure> {
    rust(work)?;
    wasm(work)?;
    chromium(work)?;
    firefox(work)?;
    types(work)?;
    react(work)?;
    fuzz(work)?;
    deny(work)
}

/// The compiler's parts: the wasm target, the standard library's source, clippy, rustfmt.
pub(crate) fn rust(work: &mut Work) -> Result<(), Failure> {
    work.part("setup", "Rust's parts", |work| rust::install(&work.place))
}

/// What turns the SDK into wasm.
pub(crate) fn wasm(work: &mut Work) -> Result<(), Failure> {
    rust(work)?;
    work.part("setup", "npm tools", |work| {
        npm::install(&work.place, "tests")
    })?;
    work.part("setup", "wasm-pack", |work| {
        tool::WASM_PACK.install(&work.place)
    })?;
    work.part("setup", "wasm-bindgen", |work| {
        bindgen::install(&work.place)
    })
}

/// Chromium and its driver.
pub(crate) fn chromium(work: &mut Work) -> Result<(), Failure> {
    work.part("setup", "Chromium", |work| chromium::install(&work.place))
}

/// Firefox and its driver.
pub(crate) fn firefox(work: &mut Work) -> Result<(), Failure> {
    work.part("setup", "Firefox", |work| firefox::install(&work.place))?;
    work.part("setup", "geckodriver", |work| {
        tool::GECKODRIVER.install(&work.place)
    })
}

/// What reads the type declarations: compilers, and what makes a reference of them.
pub(crate) fn types(work: &mut Work) -> Result<(), Failure> {
    work.part("setup", "TypeScript", |work| {
        npm::install(&work.place, "tests/types")
    })
}

/// The versions of React that the package's hooks are tested with.
pub(crate) fn react(work: &mut Work) -> Result<(), Failure> {
    work.part("setup", "React", |work| {
        npm::install(&work.place, "tests/react/18")?;
        npm::install(&work.place, "tests/react/19")
    })
}

/// What fuzzing needs.
pub(crate) fn fuzz(work: &mut Work) -> Result<(), Failure> {
    work.part("setup", "cargo-fuzz", |work| {
        tool::CARGO_FUZZ.install(&work.place)
    })
}

/// What judges dependencies.
pub(crate) fn deny(work: &mut Work) -> Result<(), Failure> {
    work.part("setup", "cargo-deny", |work| {
        tool::CARGO_DENY.install(&work.place)
    })
}
