//! Credentials as clients send them, read with patience.
//!
//! The browser's own `toJSON()`, @simplewebauthn and older hand-written clients differ in
//! padding, alphabet and extra members. What is not needed is not looked at, so that an
//! extension result which webauthn-rs does not know cannot make a good credential fail.

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};
use serde_json::Value;
use webauthn_rs_core::proto::{
    AuthenticatorAssertionResponseRaw, AuthenticatorAttestationResponseRaw, PublicKeyCredential,
    RegisterPublicKeyCredential,
};

use crate::body::{Body, required};
use crate::error::Refusal;

/// The `credential` member of a sign-up or sign-in body.
pub(crate) struct Credential {
    json: Value,
}

impl Credential {
    pub(crate) fn of(body: &Body) -> Result<Self, Refusal> {
        let json = body
            .value("credential")
            .ok_or_else(|| required("credential"))?;
        if !json.is_object() {
            return Err(Refusal::bad_request("credential must be an object"));
        }
        Ok(Self { json })
    }

    /// The challenge that the client says it answers.
    pub(crate) fn challenge(&self) -> Result<Vec<u8>, Refusal> {
        let name = "credential.response.clientDataJSON";
        let bytes = self.binary(&["response", "clientDataJSON"])?;
        let data: Option<Value> = serde_json::from_slice(&bytes).ok();
        let challenge = data
            .as_ref()
            .and_then(|data| data.get("challenge")?.as_str());
        challenge.and_then(decode).ok_or_else(|| not_binary(name))
    }

    /// Whether the client sent a PRF output.
    pub(crate) fn prf_capable(&self) -> bool {
        let first = self
            .json
            .pointer("/clientExtensionResults/prf/results/first");
        first
            .and_then(Value::as_str)
            .is_some_and(|first| !first.is_empty())
    }

    /// The user handle, where the authenticator gave one.
    pub(crate) fn user_handle(&self) -> Result<Option<Vec<u8>>, Refusal> {
        match self.json.pointer("/response/userHandle") {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(empty)) if empty.is_empty() => Ok(None),
            Some(_) => self.binary(&["response", "userHandle"]).map(Some),
        }
    }

    pub(crate) fn attestation(&self) -> Result<RegisterPublicKeyCredential, Refusal> {
        let raw_id = self.raw_id()?;
        Ok(RegisterPublicKeyCredential {
            id: BASE64URL_NOPAD.encode(&raw_id),
            raw_id,
            response: AuthenticatorAttestationResponseRaw {
                attestation_object: self.binary(&["response", "attestationObject"])?,
                client_data_json: self.binary(&["response", "clientDataJSON"])?,
                transports: None,
            },
            type_: "public-key".to_owned(),
            extensions: Default::default(),
        })
    }

    pub(crate) fn assertion(&self) -> Result<PublicKeyCredential, Refusal> {
        let raw_id = self.raw_id()?;
        Ok(PublicKeyCredential {
            id: BASE64URL_NOPAD.encode(&raw_id),
            raw_id,
            response: AuthenticatorAssertionResponseRaw {
                authenticator_data: self.binary(&["response", "authenticatorData"])?,
                client_data_json: self.binary(&["response", "clientDataJSON"])?,
                signature: self.binary(&["response", "signature"])?,
                user_handle: self.user_handle()?,
            },
            extensions: Default::default(),
            type_: "public-key".to_owned(),
        })
    }

    /// `rawId`, else `id`: the same bytes in all that WebAuthn makes.
    fn raw_id(&self) -> Result<Vec<u8>, Refusal> {
        if self
            .json
            .get("type")
            .and_then(Value::as_str)
            .is_some_and(|kind| kind != "public-key")
        {
            return Err(Refusal::bad_request("credential.type must be public-key"));
        }
        let has_raw_id = self.json.get("rawId").is_some_and(|id| !id.is_null());
        self.binary(if has_raw_id { &["rawId"] } else { &["id"] })
    }

    fn binary(&self, path: &[&str]) -> Result<Vec<u8>, Refusal> {
        let name = || format!("credential.{}", path.join("."));
        match self.json.pointer(&format!("/{}", path.join("/"))) {
            None | Some(Value::Null) => Err(required(&name())),
            Some(value) => {
                let bytes = value
                    .as_str()
                    .and_then(decode)
                    .filter(|bytes| !bytes.is_empty());
                bytes.ok_or_else(|| not_binary(&name()))
            }
        }
    }
}

fn not_binary(name: &str) -> Refusal {
    Refusal::bad_request(format!("{name} is not valid"))
}

/// base64url or base64, padded or not.
fn decode(text: &str) -> Option<Vec<u8>> {
    let bare = text.trim_end_matches('=').as_bytes();
    BASE64URL_NOPAD
        .decode(bare)
        .or_else(|_| BASE64_NOPAD.decode(bare))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credential(json: Value) -> Credential {
        Credential { json }
    }

    #[test]
    fn decodes_both_alphabets_padded_or_not() {
        for text in ["-_8", "-_8=", "+/8", "+/8="] {
            assert_eq!(decode(text), Some(vec![0xfb, 0xff]), "{text}");
        }
        assert_eq!(decode("not base64!"), None);
    }

    #[test]
    fn a_user_handle_may_be_null_absent_or_empty() {
        for response in [r#"{"userHandle":null}"#, "{}", r#"{"userHandle":""}"#] {
            let response: Value = serde_json::from_str(response).unwrap();
            let credential = credential(serde_json::json!({ "response": response }));
            assert_eq!(credential.user_handle().unwrap(), None);
        }
    }

    #[test]
    fn names_the_member_that_is_missing_or_unreadable() {
        let credential = credential(serde_json::json!({ "id": 5, "response": {} }));
        let refusal = Refusal::bad_request("credential.id is not valid");
        assert_eq!(credential.attestation().unwrap_err(), refusal);
        let refusal = required("credential.response.clientDataJSON");
        assert_eq!(credential.challenge().unwrap_err(), refusal);
    }

    #[test]
    fn is_prf_capable_only_with_an_output() {
        let with = |prf: Value| {
            credential(serde_json::json!({ "clientExtensionResults": { "prf": prf } }))
                .prf_capable()
        };
        assert!(with(serde_json::json!({ "results": { "first": "AAAA" } })));
        assert!(!with(serde_json::json!({ "enabled": true })));
        assert!(!with(serde_json::json!({ "results": { "first": null } })));
        assert!(!credential(serde_json::json!({})).prf_capable());
    }
}
