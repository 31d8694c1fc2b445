//! Tokens: HS256 JWTs, and who they speak for.
//!
//! NOTE: signed here, over `hmac`, not by a JWT crate: there is one algorithm and one header,
//! compared byte for byte, so a token cannot choose how it is verified; and `exp` is measured
//! on the sandbox's clock, which a crate would not know.

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// `{"alg":"HS256","typ":"JWT"}` in base64url, the header of every token.
const HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";

/// The key that tokens are signed with; it lives as long as the data.
#[derive(Clone)]
pub(crate) struct Secret([u8; 64]);

impl Secret {
    pub(crate) fn new(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }

    /// An HMAC-SHA-256 keyed with this secret.
    pub(crate) fn mac(&self, message: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new(&self.0.into());
        mac.update(message);
        mac
    }
}

/// What a token says. Access tokens have no `use`; a refresh token is marked, so that neither
/// passes for the other.
#[derive(Serialize, Deserialize, Clone)]
pub(crate) struct Claims {
    pub(crate) iss: String,
    pub(crate) aud: String,
    /// The external user id.
    pub(crate) sub: String,
    /// The signer, which is one passkey of the user.
    pub(crate) sid: String,
    pub(crate) iat: i64,
    pub(crate) exp: i64,
    /// Random, so that two tokens of the same second differ.
    pub(crate) jti: String,
    #[serde(rename = "use", default, skip_serializing_if = "Option::is_none")]
    pub(crate) purpose: Option<Purpose>,
}

#[derive(Serialize, Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Purpose {
    Refresh,
}

impl Claims {
    pub(crate) fn sign(&self, secret: &Secret) -> Option<String> {
        let claims = BASE64URL_NOPAD.encode(&serde_json::to_vec(self).ok()?);
        let signed = format!("{HEADER}.{claims}");
        let signature = secret.mac(signed.as_bytes()).finalize().into_bytes();
        Some(format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature)))
    }

    /// The claims of a token that was signed here; whether it has expired is another question.
    pub(crate) fn verify(token: &str, secret: &Secret) -> Option<Self> {
        let (signed, signature) = token.rsplit_once('.')?;
        let claims = signed.strip_prefix(HEADER)?.strip_prefix('.')?;
        let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).ok()?;
        secret
            .mac(signed.as_bytes())
            .verify_slice(&signature)
            .ok()?;
        let claims = BASE64URL_NOPAD.decode(claims.as_bytes()).ok()?;
        serde_json::from_slice(&claims).ok()
    }
}

/// What is stored of a token.
pub(crate) fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good_claims() -> Claims {
        let text = str::to_owned;
        Claims {
            iss: text("localhost"),
            aud: text("localhost"),
            sub: text("user"),
            sid: text("signer"),
            iat: 1,
            exp: 2,
            jti: text("random"),
            purpose: None,
        }
    }

    #[test]
    fn the_header_is_what_the_protocol_shows() {
        let header = BASE64URL_NOPAD.encode(br#"{"alg":"HS256","typ":"JWT"}"#);
        assert_eq!(header, HEADER);
    }

    #[test]
    fn reads_what_it_signed() {
        let secret = Secret::new([7; 64]);
        let token = good_claims().sign(&secret).unwrap();
        assert_eq!(Claims::verify(&token, &secret).unwrap().sub, "user");
    }

    #[test]
    fn refuses_another_secret_another_header_and_any_change() {
        let secret = Secret::new([7; 64]);
        let token = good_claims().sign(&secret).unwrap();
        assert!(Claims::verify(&token, &Secret::new([8; 64])).is_none());
        let unsigned = BASE64URL_NOPAD.encode(br#"{"alg":"none","typ":"JWT"}"#);
        assert!(Claims::verify(&token.replace(HEADER, &unsigned), &secret).is_none());
        let (signed, _) = token.rsplit_once('.').unwrap();
        assert!(Claims::verify(&format!("{signed}."), &secret).is_none());
        assert!(Claims::verify(signed, &secret).is_none());
        assert!(Claims::verify("", &secret).is_none());
    }
}
