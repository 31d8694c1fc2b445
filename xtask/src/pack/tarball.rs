//! The tarball that npm makes of `pkg/`, and its content.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

use serde_json::Value;

use crate::command::Run;
use crate::failure::Failure;
use crate::pack::folder;
use crate::place::Place;

#[derive(Debug)]
pub(super) struct Tarball {
    pub(super) version: String,
    pub(super) files: BTreeSet<String>,
    pub(super) content: PathBuf,
    path: PathBuf,
    listing: Vec<(String, u64)>,
    size: u64,
    unpacked: u64,
}

impl Tarball {
    pub(super) fn make(place: &Place) -> Result<Self, Failure> {
        let folder = folder(place);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(|error| Failure::at(&folder, &error))?;
        }
        let content = folder.join("content");
        std::fs::create_dir_all(&content).map_err(|error| Failure::at(&content, &error))?;
        let told = Run::npm(place, "pkg")
            .args(["pack", "--json", "--ignore-scripts", "--pack-destination"])
            .args([&folder])
            .read()?;
        let mut tarball = Self::told(&told)
            .ok_or_else(|| Failure::new(format!("npm pack tells something else: {told}")))?;
        tarball.path = folder.join(tarball.path);
        Run::new(place, "tar")
            .args(["-xzf".as_ref(), tarball.path.as_os_str()])
            .args(["-C".as_ref(), content.as_os_str()])
            .args(["--strip-components=1"])
            .read()?;
        tarball.content = content;
        Ok(tarball)
    }

    /// What `npm pack --json` prints: an array of one package.
    fn told(told: &str) -> Option<Self> {
        let packages: Vec<Value> = serde_json::from_str(told).ok()?;
        let [package] = packages.as_slice() else {
            return None;
        };
        let text = |key: &str| package.get(key)?.as_str().map(str::to_owned);
        let number = |key: &str| package.get(key)?.as_u64();
        let file = |file: &Value| {
            let path = file.get("path")?.as_str()?.to_owned();
            Some((path, file.get("size")?.as_u64()?))
        };
        let files = package.get("files")?.as_array()?;
        let listing: Vec<(String, u64)> = files.iter().map(file).collect::<Option<_>>()?;
        Some(Self {
            version: text("version")?,
            files: listing.iter().map(|(path, _)| path.clone()).collect(),
            content: PathBuf::new(),
            path: PathBuf::from(text("filename")?),
            listing,
            size: number("size")?,
            unpacked: number("unpackedSize")?,
        })
    }
}

impl fmt::Display for Tarball {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, size) in &self.listing {
            writeln!(f, "{size:>9}  {path}")?;
        }
        write!(
            f,
            "{}: {} bytes packed, {} unpacked, {} files",
            self.path.display(),
            self.size,
            self.unpacked,
            self.files.len()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: &str = r#"[{ "name": "a", "version": "1.2.3", "size": 10, "unpackedSize": 20, "filename": "a-1.2.3.tgz",
        "files": [{ "path": "wasm/a.wasm", "size": 15, "mode": 420 }, { "path": "package.json", "size": 5, "mode": 420 }] }]"#;

    #[test]
    fn reads_what_npm_tells() {
        let tarball = Tarball::told(TOLD).unwrap();
        assert_eq!(tarball.version, "1.2.3");
        assert!(tarball.files.iter().eq(["package.json", "wasm/a.wasm"]));
        assert!(
            tarball
                .to_string()
                .ends_with("a-1.2.3.tgz: 10 bytes packed, 20 unpacked, 2 files")
        );
    }

    #[test]
    fn anything_else_is_refused() {
        for told in [
            "",
            "[]",
            "{}",
            &TOLD.replace("unpackedSize", "x"),
            &TOLD.replace("\"path\"", "\"p\""),
        ] {
            assert!(Tarball::told(told).is_none(), "{told}");
        }
    }
}
