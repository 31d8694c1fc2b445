//! Where things are: the repository, the target folder, and the tools that this command installs.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;

#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The repository.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever the environment or a configuration has put it.
    pub(crate) target: PathBuf,
}

impl Place {
    pub(crate) fn find() -> Result<Self, Failure> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest)
            .parent()
            .ok_or_else(|| Failure::new("xtask/ has no parent folder"))?
            .to_path_buf();
        let output = Command::new(cargo())
            .args(["metadata", "--format-version", "1", "--no-deps"])
            .current_dir(&root)
            .output()
            .map_err(|error| Failure::new(format!("cargo metadata: {error}")))?;
        if !output.status.success() {
            return Err(Failure::new(String::from_utf8_lossy(&output.stderr)));
        }
        let target = target_directory(&String::from_utf8_lossy(&output.stdout))
            .ok_or_else(|| Failure::new("cargo metadata names no target folder"))?;
        Ok(Self { root, target })
    }

    /// Where `cargo install` puts its programs.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// Where wasm-bindgen and its test runner are built: the folder of the profile `bindgen`.
    pub(crate) fn bindgen(&self) -> PathBuf {
        self.target.join("bindgen")
    }

    /// What this command remembers from one run to the next, and the logs of the servers.
    pub(crate) fn state(&self) -> Result<PathBuf, Failure> {
        let state = self.target.join("xtask");
        std::fs::create_dir_all(&state).map_err(|error| Failure::at(&state, &error))?;
        Ok(state)
    }

    pub(crate) fn sandbox(&self) -> PathBuf {
        self.target
            .join("debug")
            .join(format!("ibex-sandbox{}", std::env::consts::EXE_SUFFIX))
    }

    /// `PATH` with the pinned tools in front.
    pub(crate) fn path(&self) -> OsString {
        let own = [
            self.tools().join("bin"),
            self.bindgen(),
            self.root.join("tests").join("node_modules").join(".bin"),
        ];
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        std::env::join_paths(own.into_iter().chain(std::env::split_paths(&inherited)))
            .unwrap_or(inherited)
    }
}

/// The cargo that started this command.
pub(crate) fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// The program that a variable of the environment names.
pub(crate) fn named(variable: &str) -> Result<Option<PathBuf>, Failure> {
    match std::env::var_os(variable).map(PathBuf::from) {
        Some(path) if !path.is_file() => Err(Failure::new(format!(
            "{variable} is {}, which is no file",
            path.display()
        ))),
        path => Ok(path),
    }
}

/// The first of `names` that `PATH` offers.
pub(crate) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let found = |name: &&str| {
        std::env::split_paths(&path)
            .map(|folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
            .find(|candidate| candidate.is_file())
    };
    names.iter().find_map(found)
}

fn target_directory(metadata: &str) -> Option<PathBuf> {
    let metadata: serde_json::Value = serde_json::from_str(metadata).ok()?;
    Some(PathBuf::from(metadata.get("target_directory")?.as_str()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_target_folder_from_cargo_s_metadata() {
        let metadata = r#"{"packages":[],"target_directory":"/a b/target","version":1}"#;
        assert_eq!(
            target_directory(metadata),
            Some(PathBuf::from("/a b/target"))
        );
        assert_eq!(target_directory("{}"), None);
    }
}
