//! The few values of `Cargo.toml`, `Cargo.lock` and `pkg/package.json` that steps need. Not a TOML reader: one value, one line.

use serde_json::Value;

use crate::failure::Failure;
use crate::place::Place;

/// The keys and values of `[table]` in the root's `Cargo.toml`, without quotes.
pub(crate) fn table(place: &Place, table: &str) -> Result<Vec<(String, String)>, Failure> {
    Ok(table_in(&read(place, "Cargo.toml")?, table))
}

/// `pkg/package.json`.
pub(crate) fn package(place: &Place) -> Result<Value, Failure> {
    serde_json::from_str(&read(place, "pkg/package.json")?)
        .map_err(|error| Failure::new(format!("pkg/package.json: {error}")))
}

/// The one version of everything here: the package's.
pub(crate) fn version(place: &Place) -> Result<String, Failure> {
    let package = package(place)?;
    let version = package.get("version").and_then(Value::as_str);
    version
        .map(str::to_owned)
        .ok_or_else(|| Failure::new("pkg/package.json has no version"))
}

/// The version of a dependency that `Cargo.lock` pins.
pub(crate) fn locked(place: &Place, package: &str) -> Result<String, Failure> {
    locked_in(&read(place, "Cargo.lock")?, package)
        .ok_or_else(|| Failure::new(format!("Cargo.lock has no package `{package}`")))
}

fn read(place: &Place, name: &str) -> Result<String, Failure> {
    let path = place.root.join(name);
    std::fs::read_to_string(&path).map_err(|error| Failure::at(&path, &error))
}

fn table_in(toml: &str, table: &str) -> Vec<(String, String)> {
    let header = format!("[{table}]");
    let inside = toml
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != header)
        .skip(1);
    let pair = |line: &str| {
        let (key, value) = line.split_once('=')?;
        let value = value.split('#').next().unwrap_or_default();
        let value = value.trim().trim_matches('"');
        Some((key.trim().to_owned(), value.to_owned()))
    };
    inside
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.starts_with('#'))
        .filter_map(pair)
        .collect()
}

fn locked_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let version = lock.lines().skip_while(|line| *line != name).nth(1)?;
    Some(
        version
            .strip_prefix("version = ")?
            .trim_matches('"')
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOML: &str = "[package]\nname = \"a\"\n\n[package.metadata.size]\n# a = 1\n\
        default-gzip = 75000 # bytes\nslim-brotli = 60000\n[lints]\nworkspace = true\n";

    #[test]
    fn reads_the_values_of_the_named_table_only() {
        let table = |name| table_in(TOML, name);
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(
            table("package.metadata.size"),
            [pair("default-gzip", "75000"), pair("slim-brotli", "60000")]
        );
        assert_eq!(table("package"), [pair("name", "a")]);
        assert_eq!(table("absent"), []);
    }

    #[test]
    fn reads_the_locked_version_of_exactly_that_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-cli\"\nversion = \"0.2.1\"\n\n\
            [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(locked_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_in(lock, "wasm"), None);
    }
}
