//! `fmt`, `lint`, `doc`: what needs no running. Each looks at the workspace on this machine and at the SDK on wasm32.
//! The fuzz targets, a workspace of their own, are formatted and linted too; nobody reads their docs.

use crate::command::Run;
use crate::failure::Failure;
use crate::setup;
use crate::work::Work;

const SDK_ON_WASM: [&str; 4] = [
    "--package",
    "ibex-wallet-sdk",
    "--target",
    "wasm32-unknown-unknown",
];

const FUZZ: &str = "tests/fuzz/Cargo.toml";

pub(crate) fn fmt(work: &mut Work) -> Result<(), Failure> {
    setup::rust(work)?;
    work.part("fmt", "", |work| {
        Run::cargo(&work.place)
            .args(["fmt", "--all", "--check"])
            .live()?;
        Run::cargo(&work.place)
            .args(["fmt", "--check", "--manifest-path", FUZZ])
            .live()
    })
}

pub(crate) fn clippy(work: &mut Work) -> Result<(), Failure> {
    setup::rust(work)?;
    work.part("lint", "", |work| {
        let clippy = |which: &[&str]| {
            Run::cargo(&work.place)
                .args(["clippy"])
                .args(which)
                .args(["--all-targets", "--", "-D", "warnings"])
                .live()
        };
        clippy(&["--workspace"])?;
        clippy(&SDK_ON_WASM)?;
        let target = work.place.target.display().to_string();
        clippy(&["--manifest-path", FUZZ, "--target-dir", &target])
    })
}

pub(crate) fn doc(work: &mut Work) -> Result<(), Failure> {
    setup::rust(work)?;
    setup::types(work)?;
    work.part("doc", "", |work| {
        let doc = |which: &[&str]| {
            Run::cargo(&work.place)
                .args(["doc", "--no-deps"])
                .args(which)
                .env("RUSTDOCFLAGS", "-D warnings")
                .live()
        };
        doc(&["--workspace"])?;
        doc(&SDK_ON_WASM)?;
        let typedoc = "tests/types/node_modules/typedoc/bin/typedoc";
        Run::new(&work.place, "node")
            .args([typedoc, "--options", "tests/types/typedoc.json", "--out"])
            .args([work.place.target.join("doc").join("api")])
            .live()
    })
}
