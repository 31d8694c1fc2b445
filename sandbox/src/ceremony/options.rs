//! Ceremony options on the wire, in each form that the protocol knows.

use data_encoding::{BASE64, BASE64URL, BASE64URL_NOPAD};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use webauthn_rs_core::proto::{
    PublicKeyCredentialCreationOptions, PublicKeyCredentialRequestOptions,
};

use crate::variants::{BinaryEncoding, OptionsKey, Variants};

/// The body of GET sign-up.
pub(crate) fn creation(options: &PublicKeyCredentialCreationOptions, variants: &Variants) -> Value {
    let binary = |bytes: &[u8]| encode(bytes, variants);
    let excluded = options.exclude_credentials.iter().flatten();
    let excluded = excluded.map(|one| json!({ "type": "public-key", "id": binary(&one.id) }));
    let mut members = json!({
        "rp": { "id": options.rp.id, "name": options.rp.name },
        "user": {
            "id": binary(&options.user.id),
            "name": options.user.name,
            "displayName": options.user.display_name,
        },
        "challenge": binary(&options.challenge),
        "pubKeyCredParams": options.pub_key_cred_params,
        // A sign-in names no credential, so the passkey must be discoverable, and it is the
        // only factor, so its user must be verified.
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": true,
            "userVerification": variants.user_verification,
        },
        "attestation": "none",
        "excludeCredentials": excluded.collect::<Vec<_>>(),
        "timeout": options.timeout,
    });
    add_prf(&mut members, &options.rp.id, variants);
    let mut body = wrapped(members, variants);
    if let Some(body) = body.as_object_mut() {
        body.insert("emailValidationRequired".to_owned(), Value::Bool(false));
    }
    body
}

/// The body of GET sign-in.
pub(crate) fn request(options: &PublicKeyCredentialRequestOptions, variants: &Variants) -> Value {
    let mut members = json!({
        "challenge": encode(&options.challenge, variants),
        "rpId": options.rp_id,
        "userVerification": "required",
        "timeout": options.timeout,
        "allowCredentials": [],
    });
    add_prf(&mut members, &options.rp_id, variants);
    wrapped(members, variants)
}

/// The PRF input of a tenant, the same for all of its users.
fn prf_salt(rp_id: &str) -> [u8; 32] {
    Sha256::digest(format!("ibexfi:prf:v1:master|rpId:{rp_id}")).into()
}

fn add_prf(members: &mut Value, rp_id: &str, variants: &Variants) {
    if let (true, Some(members)) = (variants.prf, members.as_object_mut()) {
        let first = encode(&prf_salt(rp_id), variants);
        let extensions = json!({ "prf": { "eval": { "first": first } } });
        members.insert("extensions".to_owned(), extensions);
    }
}

fn wrapped(members: Value, variants: &Variants) -> Value {
    let key = match variants.options_key {
        OptionsKey::Request => "credentialRequestOptions",
        OptionsKey::Creation => "credentialCreationOptions",
        OptionsKey::PublicKey => "publicKey",
        OptionsKey::Flat => return members,
    };
    Value::Object(Map::from_iter([(key.to_owned(), members)]))
}

fn encode(bytes: &[u8], variants: &Variants) -> String {
    match variants.binary_encoding {
        BinaryEncoding::Base64Url => BASE64URL_NOPAD.encode(bytes),
        BinaryEncoding::Base64UrlPadded => BASE64URL.encode(bytes),
        BinaryEncoding::Base64 => BASE64.encode(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prf_salt_follows_the_formula() {
        // printf 'ibexfi:prf:v1:master|rpId:localhost' | sha256sum
        let salt = data_encoding::HEXLOWER.encode(&prf_salt("localhost"));
        assert_eq!(
            salt,
            "beafce3506880992b1d28fea3b68ca47abb7828df5ada0d2760ff34fd793fc9f"
        );
    }
}
