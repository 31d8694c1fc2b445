//! A number that changes whenever one of the files that it was taken of does.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Takes names and contents of files and of whole folders; what is missing counts too.
pub(crate) fn of(paths: &[PathBuf], and: &str) -> Result<String, Failure> {
    let mut hasher = DefaultHasher::new();
    and.hash(&mut hasher);
    for path in paths {
        add(path, &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(path: &Path, hasher: &mut DefaultHasher) -> Result<(), Failure> {
    let failure = |error: std::io::Error| Failure::at(path, &error);
    path.hash(hasher);
    if path.is_dir() {
        for inner in sorted(path)? {
            add(&inner, hasher)?;
        }
    } else if path.is_file() {
        std::fs::read(path).map_err(failure)?.hash(hasher);
    }
    Ok(())
}

/// The paths in a folder, in the same order everywhere.
pub(crate) fn sorted(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failure = |error: std::io::Error| Failure::at(folder, &error);
    let entries = std::fs::read_dir(folder).map_err(failure)?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(failure)?;
    paths.sort();
    Ok(paths)
}
