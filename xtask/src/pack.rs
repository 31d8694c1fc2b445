//! `pack`: the npm tarball, in the target folder. It holds exactly what `files` of `pkg/package.json` lists, which is the one
//! list of what is shipped, and nothing in it runs at installation, depends on others or tells where it was built.

mod manners;
mod references;
mod tarball;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::anatomy::Anatomy;
use crate::failure::Failure;
use crate::place::Place;
use crate::work::Work;
use crate::{manifest, module, wasm};
use tarball::Tarball;

pub(crate) fn pack(work: &mut Work) -> Result<(), Failure> {
    match work.rest.as_slice() {
        [] => {}
        [tag] => {
            let path = work.place.root.join("CHANGELOG.md");
            let changes =
                std::fs::read_to_string(&path).map_err(|error| Failure::at(&path, &error))?;
            is_release(tag, &manifest::version(&work.place)?, &changes)?;
            let publisher = std::env::var("GITHUB_REPOSITORY").ok();
            manners::check_origin(&manifest::package(&work.place)?, publisher.as_deref())?;
        }
        _ => {
            return Err(Failure::new(
                "`pack` takes one argument, a release's tag, or none",
            ));
        }
    }
    run(work)
}

/// The tag, the package and the list of changes speak of one version.
fn is_release(tag: &str, version: &str, changes: &str) -> Result<(), Failure> {
    if tag.strip_prefix('v') != Some(version) {
        return Err(Failure::new(format!(
            "the tag {tag} is not of the version {version} in pkg/package.json"
        )));
    }
    let heading = format!("## {version}");
    let is_heading = |line: &str| line == heading || line.starts_with(&format!("{heading} "));
    if changes.lines().any(is_heading) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "CHANGELOG.md has no heading `{heading}`"
    )))
}

pub(crate) fn run(work: &mut Work) -> Result<(), Failure> {
    wasm::build(work)?;
    work.part("pack", "", |work| {
        let place = &work.place;
        let package = manifest::package(place)?;
        manners::check(&package)?;
        let tarball = Tarball::make(place)?;
        let version = manifest::version(place)?;
        if tarball.version != version {
            return Err(Failure::new(format!(
                "the tarball is of version {}, not {version}",
                tarball.version
            )));
        }
        exactly(&manners::listed(&package), &tarball.files)?;
        references::check(&tarball.content, &tarball.files)?;
        the_module(&tarball.content.join("wasm"))?;
        for file in &tarball.files {
            no_place_in(&tarball.content.join(file), &places(place))?;
        }
        println!("{tarball}");
        Ok(())
    })
}

fn exactly(listed: &BTreeSet<String>, packed: &BTreeSet<String>) -> Result<(), Failure> {
    let names = |set: &mut dyn Iterator<Item = &String>| {
        set.map(String::as_str).collect::<Vec<_>>().join(", ")
    };
    let missing = names(&mut listed.difference(packed));
    let foreign = names(&mut packed.difference(listed));
    if missing.is_empty() && foreign.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "the tarball is not what `files` of pkg/package.json lists; missing: [{missing}], not listed: [{foreign}]"
    )))
}

/// It is one, has no names or other sections for tools, and is the one whose digest the slim entry knows.
fn the_module(folder: &Path) -> Result<(), Failure> {
    let path = folder.join("ibex.wasm");
    let anatomy = Anatomy::read(&path)?;
    if !anatomy.custom.is_empty() {
        return Err(Failure::new(format!(
            "the wasm has custom sections: {}",
            anatomy.custom.join(", ")
        )));
    }
    let read = |path: &Path| std::fs::read(path).map_err(|error| Failure::at(path, &error));
    let digest = read(&folder.join("sha384.js"))?;
    let sha384 = module::sha384(&read(&path)?);
    if String::from_utf8_lossy(&digest).contains(&format!("\"{sha384}\"")) {
        return Ok(());
    }
    Err(Failure::new("wasm/sha384.js has not the wasm's digest"))
}

/// Folders of this machine that compilers and bundlers know of.
fn places(place: &Place) -> Vec<String> {
    let known = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let places = [
        Some(place.root.clone()),
        Some(place.target.clone()),
        std::env::home_dir(),
        known("CARGO_HOME"),
        known("RUSTUP_HOME"),
        Some(std::env::temp_dir()),
    ];
    let below = |path: PathBuf| format!("{}{}", path.display(), std::path::MAIN_SEPARATOR);
    places.into_iter().flatten().map(below).collect()
}

fn no_place_in(file: &Path, places: &[String]) -> Result<(), Failure> {
    let bytes = std::fs::read(file).map_err(|error| Failure::at(file, &error))?;
    let has = |place: &&String| {
        bytes
            .windows(place.len())
            .any(|window| window == place.as_bytes())
    };
    match places.iter().find(has) {
        Some(place) => Err(Failure::new(format!(
            "{} names a folder of this machine: {place}",
            file.display()
        ))),
        None => Ok(()),
    }
}

/// Where the tarball is, by the name that npm gives it, and its `content`.
fn folder(place: &Place) -> PathBuf {
    place.target.join("package")
}

/// The tarball that was packed and checked: what is tested is what is published.
pub(crate) fn tarball(place: &Place) -> Result<PathBuf, Failure> {
    let name = format!("ibex-wallet-sdk-{}.tgz", manifest::version(place)?);
    Ok(folder(place).join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn a_release_is_one_version_everywhere() {
        let changes = "# Changelog\n\n## Unreleased\n\n## 1.2.3 (2026-12-01)\n";
        assert!(is_release("v1.2.3", "1.2.3", changes).is_ok());
        for (tag, version) in [("1.2.3", "1.2.3"), ("v1.2.4", "1.2.3"), ("v1.2", "1.2")] {
            assert!(is_release(tag, version, changes).is_err(), "{tag}");
        }
    }

    #[test]
    fn the_tarball_holds_the_list_no_less_and_no_more() {
        let listed = set(&["package.json", "index.js"]);
        assert!(exactly(&listed, &listed).is_ok());
        let failure = |packed: &[&str]| exactly(&listed, &set(packed)).unwrap_err().to_string();
        assert!(failure(&["package.json"]).contains("missing: [index.js], not listed: []"));
        assert!(
            failure(&["package.json", "index.js", ".env"])
                .contains("missing: [], not listed: [.env]")
        );
    }

    #[test]
    fn the_module_is_bare_and_the_one_that_the_slim_entry_knows() {
        let folder = std::env::temp_dir().join(format!("ibex-pack-wasm-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let check = |wasm: &[u8], known: &[u8]| {
            std::fs::write(folder.join("ibex.wasm"), wasm).unwrap();
            let digest = format!("export const sha384 = \"{}\";", module::sha384(known));
            std::fs::write(folder.join("sha384.js"), digest).unwrap();
            the_module(&folder)
        };
        let bare = b"\0asm\x01\0\0\0";
        let named = b"\0asm\x01\0\0\0\0\x05\x04name";
        assert!(check(bare, bare).is_ok());
        assert!(check(bare, named).is_err(), "another digest");
        assert!(check(named, named).is_err(), "names");
        assert!(
            check(b"<!doctype html>", b"<!doctype html>").is_err(),
            "no wasm"
        );
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_file_that_names_a_folder_of_this_machine_is_refused() {
        let file = std::env::temp_dir().join(format!("ibex-pack-{}", std::process::id()));
        std::fs::write(&file, b"\0\xff/build/me/src/lib.rs\0").unwrap();
        let places = |place: &str| [place.to_owned()];
        assert!(no_place_in(&file, &places("/build/me/")).is_err());
        assert!(no_place_in(&file, &places("/build/you/")).is_ok());
        std::fs::remove_file(&file).unwrap();
    }
}
