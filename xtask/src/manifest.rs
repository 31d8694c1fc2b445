//! The few values of `Cargo.toml` and `Cargo.lock` that steps need. Not a TOML reader: one value, one line.

use crate::failure::Failure;
use crate::place::Place;

/// `key` of `[table]` in the root's `Cargo.toml`, without quotes.
pub(crate) fn value(place: &Place, table: &str, key: &str) -> Result<Option<String>, Failure> {
    Ok(value_in(&read(place, "Cargo.toml")?, table, key))
}

/// The one version of everything here.
pub(crate) fn version(place: &Place) -> Result<String, Failure> {
    value(place, "workspace.package", "version")?
        .ok_or_else(|| Failure::new("Cargo.toml has no version in [workspace.package]"))
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

fn value_in(toml: &str, table: &str, key: &str) -> Option<String> {
    let header = format!("[{table}]");
    let inside = toml
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != header)
        .skip(1);
    let mut pairs = inside
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once('='));
    let (_, value) = pairs.find(|(name, _)| name.trim() == key)?;
    let value = value.split('#').next().unwrap_or_default();
    Some(value.trim().trim_matches('"').to_owned())
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

    const TOML: &str = "[package]\nversion = \"9.9.9\"\n\n[workspace.package]\nversion = \"0.1.0\"\n\n\
        [package.metadata.size]\nbrotli = 71680 # bytes\n[lints]\nworkspace = true\n";

    #[test]
    fn reads_a_value_of_the_named_table_only() {
        assert_eq!(
            value_in(TOML, "workspace.package", "version").as_deref(),
            Some("0.1.0")
        );
        assert_eq!(
            value_in(TOML, "package.metadata.size", "brotli").as_deref(),
            Some("71680")
        );
        assert_eq!(value_in(TOML, "package.metadata.size", "workspace"), None);
        assert_eq!(value_in(TOML, "absent", "version"), None);
    }

    #[test]
    fn reads_the_locked_version_of_exactly_that_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-cli\"\nversion = \"0.2.1\"\n\n\
            [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(locked_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_in(lock, "wasm"), None);
    }
}
