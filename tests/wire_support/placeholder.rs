//! What the names in braces stand for, where the SDK is played.

use serde_json::{Map, Value as Tree, json};

use super::protocol::base64;
use super::sources::fake::jwt;

/// Bytes that look different in base64url and base64, and end in padding.
const BYTES: [u8; 32] = [0xfb; 32];

/// A tree with every name replaced, those of members too.
pub(crate) fn fill(tree: &Tree, rp_id: &str) -> Tree {
    match tree {
        Tree::String(text) => fill_text(text, rp_id).into(),
        Tree::Array(items) => items.iter().map(|item| fill(item, rp_id)).collect(),
        Tree::Object(members) => {
            let filled = members
                .iter()
                .map(|(name, value)| (fill_text(name, rp_id), fill(value, rp_id)));
            Tree::Object(filled.collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

/// A text with every name replaced.
pub(crate) fn fill_text(text: &str, rp_id: &str) -> String {
    let Some((before, rest)) = text.split_once('{') else {
        return text.to_owned();
    };
    let (name, after) = rest.split_once('}').unwrap_or_else(|| panic!("{text}"));
    [before, &value(name, rp_id), &fill_text(after, rp_id)].concat()
}

fn value(name: &str, rp_id: &str) -> String {
    match name {
        "user" => "c76302cb-f845-40f4-9c56-29710323afba".to_owned(),
        "signer" => "rmnbpcsx3qy1".to_owned(),
        "user-name" => "localhost c76302".to_owned(),
        "access" | "renewed-access" => access(name, rp_id),
        "refresh" | "renewed-refresh" => format!("{name}-token"),
        "code" => "123456".to_owned(),
        "safe" => "0xd676000000000000000000000000000000000001".to_owned(),
        "safe-100" => "0x18d8000000000000000000000000000000000002".to_owned(),
        "eoa" => "0xdf8c000000000000000000000000000000000003".to_owned(),
        "date" => "2026-05-15T10:00:00.000Z".to_owned(),
        "challenge"
        | "user-handle"
        | "credential-id"
        | "known-credential-id"
        | "attestation-object"
        | "authenticator-data"
        | "client-data"
        | "signature" => base64::encode(&BYTES),
        _ => match name.split_once(':') {
            Some((name, "padded")) => value(name, rp_id) + "=",
            Some((name, "base64")) => value(name, rp_id).replace('-', "+").replace('_', "/") + "=",
            _ => panic!("nobody knows what {{{name}}} stands for"),
        },
    }
}

fn access(id: &str, rp_id: &str) -> String {
    let (subject, signer) = (value("user", rp_id), value("signer", rp_id));
    let claims = json!({
        "iss": rp_id, "aud": rp_id, "sub": subject, "sid": signer,
        "iat": 1_779_000_000, "exp": 1_779_003_600, "jti": id,
    });
    jwt(&claims)
}
