//! Binary members on the wire: written as base64url without padding (RFC 4648 §5), read from either alphabet, padded or not.

use base64ct::{Base64UrlUnpadded, Encoding};
use zeroize::Zeroizing;

/// Writes base64url without padding, as WebAuthn's JSON forms do.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

/// Reads base64url or base64, with or without padding. `None` for anything else.
#[must_use]
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let bare = text.trim_end_matches('=');
    if text.len() - bare.len() > 2 {
        return None;
    }
    let url_safe = bare.bytes().map(|byte| match byte {
        b'+' => b'-',
        b'/' => b'_',
        other => other,
    });
    // It may be a token's payload or a derivation's input: one buffer of its size, decoded in place, overwritten.
    let mut buffer = Zeroizing::new(Vec::with_capacity(bare.len()));
    buffer.extend(url_safe);
    Base64UrlUnpadded::decode_in_place(&mut buffer)
        .ok()
        .map(<[u8]>::to_vec)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64ct::{Base64, Base64Unpadded, Base64Url};

    #[test]
    fn refuses_what_is_neither_alphabet() {
        for bad in ["a", "ab!d", "a b=", "ab====", "é", "=", "\0"] {
            assert_eq!(decode(bad).filter(|bytes| !bytes.is_empty()), None, "{bad}");
        }
    }

    #[test]
    fn reads_every_documented_form_of_every_length() {
        let bytes: Vec<u8> = (0..=255).rev().collect();
        for length in 0..=bytes.len() {
            let bytes = bytes.get(..length).unwrap();
            let forms = [
                encode(bytes),
                Base64::encode_string(bytes),
                Base64Url::encode_string(bytes),
                Base64Unpadded::encode_string(bytes),
            ];
            for form in forms {
                assert_eq!(decode(&form).as_deref(), Some(bytes), "{form}");
            }
        }
    }
}
