//! Paths of the API, kept from pointing anywhere else.

use crate::error::Error;

/// Checks a path that the caller made: it begins with one `/` and cannot leave the base URL, so that no token does.
pub fn endpoint(path: &str) -> Result<(), Error> {
    let refuse = |problem| Err(Error::invalid_argument("path", problem));
    if !path.starts_with('/') || path.starts_with("//") {
        return refuse("must begin with one /; it is never a URL");
    }
    // A URL parser drops tabs, line ends and spaces at the end, and takes \ for / (URL Standard §4.4).
    if path
        .bytes()
        .any(|byte| byte <= b' ' || byte == 0x7f || matches!(byte, b'\\' | b'#'))
    {
        return refuse("must have no space, control character, backslash or #");
    }
    let file = path.split('?').next().unwrap_or(path);
    // It resolves dot segments, encoded ones too; a proxy may decode the separators before it does.
    if plain(file)
        .split(|byte| matches!(byte, b'/' | b'\\'))
        .any(|segment| matches!(segment, b"." | b".."))
    {
        return refuse("must have no . or .. segment");
    }
    Ok(())
}

/// A path with its encoded dots and separators decoded.
fn plain(path: &str) -> Vec<u8> {
    let mut plain = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let decoded = match (first, after) {
            (b'%', [b'2', b'e' | b'E', ..]) => Some(b'.'),
            (b'%', [b'2', b'f' | b'F', ..]) => Some(b'/'),
            (b'%', [b'5', b'c' | b'C', ..]) => Some(b'\\'),
            _ => None,
        };
        plain.push(decoded.unwrap_or(*first));
        rest = match (decoded, after) {
            (Some(_), [_, _, after @ ..]) => after,
            _ => after,
        };
    }
    plain
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
            "/.. ",
            "/a/%2e%2e ",
            "/a/..%2Fb",
            "/a%5c..%5Cb",
            "/..",
            "/./a",
            "/a#b",
            "/a\n",
        ] {
            let error = endpoint(path).unwrap_err();
            assert!(error.message.starts_with("path"), "{path}");
        }
        for path in [
            "/",
            "/v1.2/users/me",
            "/a?b=../c",
            "/a%2Fb",
            "/a%2",
            "/a..b",
            "/a//b",
        ] {
            assert!(endpoint(path).is_ok(), "{path}");
        }
    }
}
