//! A text that must leave no trace: a token, an e-mail code, an address. Overwritten when dropped, never shown.

use std::fmt;

use zeroize::Zeroizing;

/// A secret text. There is no `Clone` and no `Display`; `Debug` says only that there is one.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over; the caller keeps no copy.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself, for the moment of its use.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The value of an `Authorization` header (RFC 6750 §2.1), in a buffer of exactly its size, so that none is left behind by growing.
    #[must_use]
    pub fn bearer(&self) -> Zeroizing<String> {
        const SCHEME: &str = "Bearer ";
        let mut value = String::with_capacity(SCHEME.len() + self.0.len());
        value.push_str(SCHEME);
        value.push_str(&self.0);
        Zeroizing::new(value)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_nothing_in_debug() {
        assert_eq!(
            format!("{:?}", Secret::new("eyJ.abc.def".to_owned())),
            "Secret"
        );
    }

    #[test]
    fn makes_the_bearer_value_without_spare_room() {
        let value = Secret::new("abc".to_owned()).bearer();
        assert_eq!(value.as_str(), "Bearer abc");
        assert_eq!(value.capacity(), value.len());
    }
}
