//! Versions as programs print them.

/// `major.minor.patch`; compares in that order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(pub(crate) u64, pub(crate) u64, pub(crate) u64);

impl Version {
    /// The first version in what a program prints, such as `wasm-pack 0.15.1` or `v20.20.2`.
    pub(crate) fn in_text(text: &str) -> Option<Self> {
        text.split_whitespace().find_map(Self::parse)
    }

    fn parse(word: &str) -> Option<Self> {
        let mut numbers = word.trim_start_matches('v').splitn(3, '.');
        let major = numbers.next()?.parse().ok()?;
        let minor = numbers.next()?.parse().ok()?;
        // What follows the digits, such as `-beta.1`, does not count.
        let patch = numbers
            .next()?
            .split(|character: char| !character.is_ascii_digit())
            .next()?
            .parse()
            .ok()?;
        Some(Self(major, minor, patch))
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_version_in_what_programs_print() {
        assert_eq!(
            Version::in_text("wasm-pack 0.15.1\n"),
            Some(Version(0, 15, 1))
        );
        assert_eq!(Version::in_text("v20.20.2"), Some(Version(20, 20, 2)));
        assert_eq!(
            Version::in_text("wasm-opt version 0.15.2-beta.1 (x)"),
            Some(Version(0, 15, 2))
        );
        assert_eq!(Version::in_text("no version here 1.2"), None);
    }

    #[test]
    fn compares_numbers_not_text() {
        assert!(Version(0, 15, 1) > Version(0, 9, 12));
        assert!(Version(0, 15, 1) < Version(0, 15, 10));
        assert!(Version(1, 0, 0) > Version(0, 99, 99));
    }
}
