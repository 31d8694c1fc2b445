//! Paths of the API, kept from pointing anywhere else.

use crate::error::Error;

/// Checks a path that the caller made: it begins with one `/` and cannot leave the base URL, so that no token does.
pub fn endpoint(path: &str) -> Result<(), Error> {
    let refuse = |problem| Err(Error::invalid_argument("path", problem));
    if !path.starts_with('/') || path.starts_with("//") {
        return refuse("must begin with one /; it is never a URL");
    }
    // A URL parser drops tabs and line ends, takes \ for /, and resolves dot segments, encoded ones too (URL Standard §4.4).
    if path
        .chars()
        .any(|c| c.is_ascii_control() || c == '\\' || c == '#')
    {
        return refuse("must have no control character, backslash or #");
    }
    let file = path.split('?').next().unwrap_or(path);
    let dots = |segment: &str| {
        let plain = segment.to_ascii_lowercase();
        matches!(
            plain.as_str(),
            "." | ".." | "%2e" | ".%2e" | "%2e." | "%2e%2e"
        )
    };
    if file.split('/').any(dots) {
        return refuse("must have no . or .. segment");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_every_way_out_of_the_base_url() {
        for path in [
            "",
            "v1.2/x",
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/a/../b",
            "/a/%2E%2e/b",
            "/a/.%2e",
            "/..",
            "/./a",
            "/a#b",
            "/a\n",
        ] {
            let error = endpoint(path).unwrap_err();
            assert!(error.message.starts_with("path"), "{path}");
        }
        for path in ["/", "/v1.2/users/me", "/a?b=../c", "/a..b", "/a//b"] {
            assert!(endpoint(path).is_ok(), "{path}");
        }
    }
}
