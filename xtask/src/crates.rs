//! The crates that the shipped wasm is compiled from: what the SDK depends on, and the standard library with what that one
//! depends on. No build scripts, no macros: those only run while it is compiled.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::command::Run;
use crate::failure::Failure;
use crate::place::Place;

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

#[derive(Debug, PartialEq)]
pub(crate) struct Crate {
    pub(crate) name: String,
    pub(crate) version: String,
    /// An SPDX expression.
    pub(crate) license: String,
    pub(crate) folder: PathBuf,
}

/// The SDK's dependencies, by name.
pub(crate) fn of_the_sdk(place: &Place) -> Result<Vec<Crate>, Failure> {
    let mut crates = compiled(
        place,
        &place.root.join("Cargo.toml"),
        "ibex-wallet-sdk",
        &[],
    )?;
    crates.retain(|found| found.name != "ibex-wallet-sdk");
    Ok(crates)
}

/// The standard library's crates and their dependencies, by name.
pub(crate) fn of_the_standard_library(place: &Place) -> Result<Vec<Crate>, Failure> {
    let manifest = library(place)?.join("std").join("Cargo.toml");
    let features = ["--no-default-features", "--features", "optimize_for_size"];
    compiled(place, &manifest, "std", &features)
}

/// The folder of the standard library's source, which is compiled along with the SDK.
pub(crate) fn library(place: &Place) -> Result<PathBuf, Failure> {
    Ok(rustlib(place)?.join("src").join("rust").join("library"))
}

/// Where the compiler keeps what it has for each target, and that source.
pub(crate) fn rustlib(place: &Place) -> Result<PathBuf, Failure> {
    let sysroot = Run::new(place, "rustc")
        .args(["--print", "sysroot"])
        .read()?;
    Ok(Path::new(sysroot.trim()).join("lib").join("rustlib"))
}

/// NOTE: only `cargo tree` knows which features are on, and so which crates are compiled; only `cargo metadata` knows where
/// they are.
fn compiled(
    place: &Place,
    manifest: &Path,
    package: &str,
    features: &[&str],
) -> Result<Vec<Crate>, Failure> {
    let cargo = |subcommand: &str| {
        Run::cargo(place)
            .args([subcommand, "--locked", "--manifest-path"])
            .args([manifest])
            // The standard library's manifests are not for a stable cargo.
            .env("RUSTC_BOOTSTRAP", "1")
    };
    let tree = cargo("tree")
        .args(["--package", package, "--target", TARGET])
        .args(["--edges", "normal,no-proc-macro", "--prefix", "none"])
        .args(features)
        .read()?;
    let metadata = cargo("metadata")
        .args(["--format-version", "1", "--filter-platform", TARGET])
        .read()?;
    listed(&tree, &metadata).ok_or_else(|| {
        Failure::new(format!(
            "{}: cargo's answers do not fit",
            manifest.display()
        ))
    })
}

/// What `metadata` says of each crate in `tree`, whose lines begin with a name and a version.
fn listed(tree: &str, metadata: &str) -> Option<Vec<Crate>> {
    let in_tree: BTreeSet<(&str, &str)> = tree
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.next()?, words.next()?.strip_prefix('v')?))
        })
        .collect();
    let metadata: Value = serde_json::from_str(metadata).ok()?;
    let packages = metadata.get("packages")?.as_array()?;
    let described = |&(name, version): &(&str, &str)| {
        let package = packages.iter().find(|package| {
            package.get("name").is_some_and(|found| found == name)
                && package.get("version").is_some_and(|found| found == version)
        })?;
        let text = |key: &str| package.get(key).and_then(Value::as_str);
        Some(Crate {
            name: name.to_owned(),
            version: version.to_owned(),
            license: text("license")?.to_owned(),
            folder: Path::new(text("manifest_path")?).parent()?.to_path_buf(),
        })
    };
    in_tree.iter().map(described).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const METADATA: &str = r#"{"packages":[
        {"name":"http","version":"1.5.0","license":"MIT OR Apache-2.0","manifest_path":"/r/http-1.5.0/Cargo.toml"},
        {"name":"http","version":"0.2.1","license":"MIT","manifest_path":"/r/http-0.2.1/Cargo.toml"},
        {"name":"syn","version":"3.0.0","license":"MIT","manifest_path":"/r/syn-3.0.0/Cargo.toml"}]}"#;

    #[test]
    fn finds_exactly_the_crates_of_the_tree_and_each_once() {
        let tree = "ibex v1.0.0 (/a)\nhttp v1.5.0\nhttp v1.5.0 (*)\n";
        assert_eq!(listed(tree, METADATA), None, "ibex is not described");
        let tree = tree.trim_start_matches("ibex v1.0.0 (/a)\n");
        let http = Crate {
            name: "http".to_owned(),
            version: "1.5.0".to_owned(),
            license: "MIT OR Apache-2.0".to_owned(),
            folder: PathBuf::from("/r/http-1.5.0"),
        };
        assert_eq!(listed(tree, METADATA), Some(vec![http]));
    }
}
