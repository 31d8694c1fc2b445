//! The claims of an access or refresh token that a client may read (RFC 7519 §4.1). The signature is the server's business.

use zeroize::Zeroizing;

use super::base64;

/// The claims; `signer` is absent in older tokens.
#[derive(Debug, Default)]
pub struct Claims {
    /// `iss`: the tenant, `rpId`.
    pub issuer: Option<String>,
    /// `sub`: the user, `externalUserId`.
    pub subject: Option<String>,
    /// `sid`: the signer.
    pub signer: Option<String>,
    /// `exp` − `iat`: the token's life in seconds, by the server's clock alone.
    pub life: Option<f64>,
}

/// The JSON text of a token's payload, or `None` where the token is no JWT (the API may issue opaque ones).
#[must_use]
pub fn payload(token: &str) -> Option<Zeroizing<String>> {
    let mut parts = token.split('.');
    let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    match String::from_utf8(base64::decode(payload)?) {
        Ok(text) => Some(Zeroizing::new(text)),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_no_payload_from_what_is_no_jwt() {
        for opaque in ["", "abc", "a.b", "a.b.c.d", "a.!.c", "a._w.c"] {
            assert!(payload(opaque).is_none(), "{opaque}");
        }
    }

    #[test]
    fn reads_the_payload_of_a_jwt() {
        let token = format!("h.{}.s", base64::encode(br#"{"sub":"u"}"#));
        assert_eq!(payload(&token).unwrap().as_str(), r#"{"sub":"u"}"#);
    }
}
