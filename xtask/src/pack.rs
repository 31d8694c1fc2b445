//! `pack`: the npm tarball holds what it must and nothing else.

use crate::command::Run;
use crate::failure::Failure;
use crate::work::Work;
use crate::{manifest, wasm};

const NEEDED: [&str; 17] = [
    "package.json",
    "README.md",
    "index.js",
    "index.d.ts",
    "slim.js",
    "slim.d.ts",
    "client.js",
    "entry.js",
    "error.js",
    "file.js",
    "inline.js",
    "instance.js",
    "wasm/glue.js",
    "wasm/ibex.wasm",
    "wasm/inline.js",
    "wasm/sha384.js",
    "wasm/version.js",
];

pub(crate) fn pack(work: &mut Work) -> Result<(), Failure> {
    wasm::build(work)?;
    work.part("pack", "", |work| {
        let place = &work.place;
        let folder = place.root.join("pkg");
        let list = Run::npm(place, "pkg")
            .args(["pack", "--json", "--dry-run"])
            .read()?;
        let files = strings_after(&list, "\"path\":");
        println!("{}", files.join("\n"));

        let mut needed: Vec<String> = NEEDED.iter().map(|&name| name.to_owned()).collect();
        needed.extend(
            wasm::licenses(place)?
                .iter()
                .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())),
        );
        if let Some(name) = needed.iter().find(|name| !files.contains(name)) {
            return Err(Failure::new(format!("{name} is not in the tarball")));
        }
        if !files.iter().any(|name| name.starts_with("LICENSE")) {
            return Err(Failure::new("no LICENSE is in the tarball"));
        }
        if let Some(name) = files.iter().find(|name| is_foreign(name)) {
            return Err(Failure::new(format!(
                "{name} does not belong in the tarball"
            )));
        }

        let path = folder.join("package.json");
        let description =
            std::fs::read_to_string(&path).map_err(|error| Failure::at(&path, &error))?;
        let version = manifest::version(place)?;
        if strings_after(&description, "\"version\":").first() != Some(&version) {
            return Err(Failure::new(format!(
                "pkg/package.json has not the version {version} of Cargo.toml"
            )));
        }
        for name in files.iter().filter(|name| name.ends_with(".wasm")) {
            let path = folder.join(name);
            let wasm = std::fs::read(&path).map_err(|error| Failure::at(&path, &error))?;
            if !wasm.starts_with(b"\0asm") {
                return Err(Failure::new(format!("{name} is no wasm")));
            }
        }
        Ok(())
    })
}

/// Neither one of the texts nor code or types, at the top or in `wasm/`.
fn is_foreign(name: &str) -> bool {
    let inner = name.strip_prefix("wasm/");
    let code = [".js", ".d.ts"].iter().any(|end| name.ends_with(end))
        || (inner.is_some() && name.ends_with(".wasm"));
    let text = ["package.json", "README.md"].contains(&name) || name.starts_with("LICENSE");
    inner.unwrap_or(name).contains('/') || !(code || text)
}

/// The JSON strings that follow `key`, wherever it stands. Enough for names without escapes.
fn strings_after(json: &str, key: &str) -> Vec<String> {
    let values = json
        .split(key)
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix('"'));
    values
        .filter_map(|rest| rest.split_once('"'))
        .map(|(value, _)| value.to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_list_that_npm_prints() {
        let list = "[{ \"files\": [\n {\n \"path\": \"README.md\",\n \"size\": 1 },\n{\"path\":\"wasm/a.wasm\"}]}]";
        assert_eq!(
            strings_after(list, "\"path\":"),
            ["README.md", "wasm/a.wasm"]
        );
    }

    #[test]
    fn knows_what_does_not_belong() {
        for own in [
            "package.json",
            "README.md",
            "LICENSE-MIT",
            "index.js",
            "index.d.ts",
            "wasm/a.js",
            "wasm/a_bg.wasm",
        ] {
            assert!(!is_foreign(own), "{own}");
        }
        for foreign in [
            "wasm/.gitignore",
            "wasm/package.json",
            "a.wasm",
            "wasm/deep/a.js",
            "index.ts",
            ".env",
        ] {
            assert!(is_foreign(foreign), "{foreign}");
        }
    }
}
