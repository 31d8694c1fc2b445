//! `THIRD-PARTY-LICENSES.txt` of the package: the license texts, with their copyright lines, of every crate in the wasm.

use std::path::{Path, PathBuf};

use crate::crates::{self, Crate};
use crate::failure::Failure;
use crate::fingerprint::sorted;
use crate::place::Place;

/// How the files are called in which a crate's license stands.
const NAMES: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE"];

/// How a crate says that it is under whichever of the two its user wants.
const OFFERS: [&str; 3] = ["MIT OR Apache-2.0", "Apache-2.0 OR MIT", "MIT/Apache-2.0"];

/// The texts of crates that are published without: by how their names begin.
const SUPPLIED: [(&str, &str); 2] = [
    ("gloo-", include_str!("third_party/gloo.txt")),
    ("rlsf", include_str!("third_party/rlsf.txt")),
];

/// That of the standard library, whose source comes without.
const STD: &str = include_str!("third_party/std.txt");

const RULE: &str =
    "--------------------------------------------------------------------------------";

/// A text, and what is under it.
#[derive(Debug, PartialEq)]
struct License {
    text: String,
    of: Vec<String>,
}

pub(crate) fn file(place: &Place) -> PathBuf {
    place.root.join("pkg").join("THIRD-PARTY-LICENSES.txt")
}

pub(crate) fn make(place: &Place) -> Result<(), Failure> {
    let library = crates::library(place)?;
    let mut crates = crates::of_the_sdk(place)?;
    crates.extend(crates::of_the_standard_library(place)?);
    let mut licenses = Vec::new();
    for found in &crates {
        for text in texts(found, &library)? {
            add(&mut licenses, text, &found.name);
        }
    }
    let path = file(place);
    std::fs::write(&path, page(&crates, &licenses)).map_err(|error| Failure::at(&path, &error))
}

fn texts(found: &Crate, library: &Path) -> Result<Vec<String>, Failure> {
    let mut paths = license_files(&found.folder)?;
    // At the crate's offer we take the short one.
    let is_mit = |path: &PathBuf| path.to_string_lossy().ends_with("MIT");
    if OFFERS.iter().any(|offer| found.license.contains(offer)) && paths.iter().any(is_mit) {
        paths.retain(|path| !path.to_string_lossy().ends_with("APACHE"));
    }
    if found.name == "compiler_builtins" {
        // Two folders up is what it was made of, with the mathematics that it includes.
        let whole = library.join("compiler-builtins");
        paths.extend(license_files(&whole)?);
        paths.extend(license_files(&whole.join("libm"))?);
    }
    let read =
        |path: &PathBuf| std::fs::read_to_string(path).map_err(|error| Failure::at(path, &error));
    let mut texts = paths.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    if texts.is_empty() {
        let supplied = SUPPLIED
            .iter()
            .find(|(start, _)| found.name.starts_with(start));
        let of_std = found.folder.starts_with(library).then_some(STD);
        texts.extend(
            supplied
                .map(|(_, text)| *text)
                .or(of_std)
                .map(str::to_owned),
        );
    }
    if texts.is_empty() {
        return Err(Failure::new(format!(
            "{} {} comes without its license: its text has to be added to xtask/src/third_party",
            found.name, found.version
        )));
    }
    Ok(texts)
}

fn license_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let is_license = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path.is_file()
            && NAMES
                .iter()
                .any(|start| name.to_uppercase().starts_with(start))
    };
    Ok(sorted(folder)?.into_iter().filter(is_license).collect())
}

/// The same text stands once, however its lines are broken.
fn add(licenses: &mut Vec<License>, text: String, name: &str) {
    let same = |known: &&mut License| known.text.split_whitespace().eq(text.split_whitespace());
    match licenses.iter_mut().find(same) {
        Some(known) if known.of.iter().any(|of| of == name) => {}
        Some(known) => known.of.push(name.to_owned()),
        None => licenses.push(License {
            text,
            of: vec![name.to_owned()],
        }),
    }
}

fn page(crates: &[Crate], licenses: &[License]) -> String {
    let mut page =
        "What is compiled into ibex.wasm beside the SDK itself, and its licenses.\n\n".to_owned();
    for found in crates {
        page.push_str(&format!(
            "{} {}: {}\n",
            found.name, found.version, found.license
        ));
    }
    for license in licenses {
        let text = license.text.replace("\r\n", "\n");
        page.push_str(&format!(
            "\n{RULE}\n{}\n{RULE}\n\n{}\n",
            license.of.join(", "),
            text.trim_matches('\n')
        ));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_crate(name: &str, folder: &Path) -> Crate {
        Crate {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: "MIT".to_owned(),
            folder: folder.to_path_buf(),
        }
    }

    #[test]
    fn a_crate_has_its_own_texts_or_supplied_ones_or_is_refused() {
        let folder = std::env::temp_dir().join(format!("ibex-license-{}", std::process::id()));
        let empty = folder.join("empty");
        std::fs::create_dir_all(&empty).unwrap();
        std::fs::write(folder.join("LICENSE-MIT"), "Copyright (c) A").unwrap();
        std::fs::write(folder.join("LICENSE-APACHE"), "Copyright (c) B").unwrap();
        std::fs::write(folder.join("lib.rs"), "code").unwrap();
        let library = Path::new("/library");
        let mut own = a_crate("a", &folder);
        assert_eq!(
            texts(&own, library).unwrap(),
            ["Copyright (c) B", "Copyright (c) A"]
        );
        own.license = "(MIT OR Apache-2.0) AND Unicode-3.0".to_owned();
        assert_eq!(texts(&own, library).unwrap(), ["Copyright (c) A"]);
        assert_eq!(
            texts(&a_crate("gloo-net", &empty), library).unwrap(),
            [SUPPLIED[0].1]
        );
        assert_eq!(texts(&a_crate("core", &empty), &folder).unwrap(), [STD]);
        let refused = texts(&a_crate("a", &empty), library).unwrap_err();
        assert!(refused.to_string().starts_with("a 1.0.0 comes without"));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_text_stands_once_under_all_whose_it_is() {
        let mut licenses = Vec::new();
        add(&mut licenses, "MIT\nCopyright A\n".to_owned(), "a");
        add(&mut licenses, "MIT\nCopyright B\n".to_owned(), "b");
        add(&mut licenses, "MIT\r\nCopyright  A".to_owned(), "c");
        let page = page(&[a_crate("a", Path::new("/a"))], &licenses);
        assert!(page.contains("\n\na 1.0.0: MIT\n\n"));
        assert!(page.contains(&format!("\n{RULE}\na, c\n{RULE}\n\nMIT\nCopyright A\n")));
        assert!(page.contains(&format!("\n{RULE}\nb\n{RULE}\n\nMIT\nCopyright B\n")));
    }
}
