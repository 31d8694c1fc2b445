//! What `navigator.credentials` hands back, as the API takes it (WebAuthn Level 3 §5.1, the JSON forms).
//!
//! Credentials are read by duck typing: password managers hand back plain objects, whose native `toJSON()` throws.

use zeroize::Zeroizing;

use crate::error::{Code, Error};
use crate::ports::{Kind, Value};
use crate::protocol::base64;

/// Extension results nest three levels; deeper ones are somebody's mistake, perhaps a circle.
const DEEPEST: usize = 8;

/// A registration: the attestation, and what the authenticator tells about itself where the browser passes it on.
pub(super) fn registration<V: Value>(credential: &V) -> Result<V, Error> {
    let response = response(credential)?;
    let list = response.call("getTransports");
    let transports = list.filter(|list| list.kind() == Kind::Array).map(|list| {
        // An extension's may hold what JSON cannot say.
        let mut names = list.items();
        names.retain(|name| name.kind() == Kind::Text);
        V::from_items(names)
    });
    let members = vec![
        required(&response, "clientDataJSON")?,
        required(&response, "attestationObject")?,
        ("transports", transports),
    ];
    Ok(envelope(credential, V::from_members(members)))
}

/// An assertion. `userHandle` may be missing: not every authenticator stores it.
pub(super) fn assertion<V: Value>(credential: &V) -> Result<V, Error> {
    let response = response(credential)?;
    let handle = response.get("userHandle").and_then(|value| text(&value));
    let members = vec![
        required(&response, "clientDataJSON")?,
        required(&response, "authenticatorData")?,
        required(&response, "signature")?,
        ("userHandle", handle.map(|handle| V::from_text(&handle))),
    ];
    Ok(envelope(credential, V::from_members(members)))
}

/// The credential's id as base64url.
fn id<V: Value>(credential: &V) -> Option<Zeroizing<String>> {
    let raw = credential.get("rawId").and_then(|value| text(&value));
    raw.or_else(|| text(&credential.get("id")?))
}

fn failed(member: &str) -> Error {
    Error::new(
        Code::PasskeyFailed,
        ["the authenticator's credential has no usable ", member].concat(),
    )
}

fn response<V: Value>(credential: &V) -> Result<V, Error> {
    if id(credential).is_none_or(|id| id.is_empty()) {
        return Err(failed("rawId"));
    }
    // By kind an object; a host's interface object is one too.
    credential.get("response").ok_or_else(|| failed("response"))
}

fn required<V: Value>(
    response: &V,
    member: &'static str,
) -> Result<(&'static str, Option<V>), Error> {
    let text = response
        .get(member)
        .and_then(|value| text(&value))
        .ok_or_else(|| failed(member))?;
    Ok((member, Some(V::from_text(&text))))
}

fn envelope<V: Value>(credential: &V, response: V) -> V {
    let id = id(credential).unwrap_or_default();
    let extensions = credential
        .call("getClientExtensionResults")
        .or_else(|| credential.get("clientExtensionResults"))
        .filter(Value::is_object)
        .map_or_else(
            || V::from_entries(Vec::new()),
            |results| encoded(&results, 0),
        );
    let attachment = credential.get("authenticatorAttachment");
    V::from_members(vec![
        ("id", Some(V::from_text(&id))),
        ("rawId", Some(V::from_text(&id))),
        ("type", Some(V::from_text("public-key"))),
        ("response", Some(response)),
        ("clientExtensionResults", Some(extensions)),
        (
            "authenticatorAttachment",
            attachment.filter(|value| value.kind() == Kind::Text),
        ),
    ])
}

/// A buffer as base64url; a text as it is, for managers that have encoded already. Overwritten: PRF output derives keys.
fn text<V: Value>(value: &V) -> Option<Zeroizing<String>> {
    let bytes = value.bytes().map(Zeroizing::new);
    let encoded = bytes.map(|bytes| base64::encode(&bytes));
    encoded.or_else(|| value.text()).map(Zeroizing::new)
}

/// Extension results as JSON can carry them: buffers (the PRF output) as base64url.
fn encoded<V: Value>(value: &V, depth: usize) -> V {
    match value.kind() {
        Kind::Bytes => V::from_text(&text(value).unwrap_or_default()),
        Kind::Object if depth < DEEPEST => {
            // What is absent is not sent, never as `null`.
            let mut members = Vec::new();
            for (name, value) in value.entries().unwrap_or_default() {
                if !matches!(value.kind(), Kind::Undefined | Kind::Other) {
                    members.push((name, encoded(&value, depth + 1)));
                }
            }
            V::from_entries(members)
        }
        Kind::Array if depth < DEEPEST => V::from_items(
            value
                .items()
                .iter()
                .map(|item| encoded(item, depth + 1))
                .collect(),
        ),
        Kind::Text | Kind::Number | Kind::Bool | Kind::Null => value.clone(),
        Kind::Undefined | Kind::Other | Kind::Object | Kind::Array => V::null(),
    }
}

#[cfg(test)]
mod tests;
