//! The version of this program: that of the npm package, which is the one version of everything here.

use serde::Deserialize;

const PACKAGE: &str = include_str!("../../pkg/package.json");

pub(crate) fn version() -> serde_json::Result<String> {
    #[derive(Deserialize)]
    struct Package {
        version: String,
    }
    serde_json::from_str(PACKAGE).map(|package: Package| package.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_a_version_as_npm_wants_them() {
        let version = version().unwrap();
        let (release, _) = version.split_once('-').unwrap_or((&version, ""));
        let numbers: Vec<u64> = release
            .split('.')
            .map(|part| part.parse().unwrap())
            .collect();
        assert_eq!(numbers.len(), 3);
    }
}
