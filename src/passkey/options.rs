//! The options of a ceremony: from the API's JSON to what `navigator.credentials` takes (WebAuthn Level 3 §5.1.8, §5.1.9).
//!
//! Binary members become buffers; a bad one is `invalid_response` naming it. Whatever is not known here passes through untouched.

use crate::error::{Error, digits};
use crate::ports::{Kind, Value};
use crate::protocol::base64;

/// Takes the options out of the answer and decodes them. An empty `allowCredentials` is left out: some browsers take it for "none".
pub(super) fn decode<V: Value>(answer: &V) -> Result<V, Error> {
    let options = locate(answer)?;
    let allowed = options.get("allowCredentials");
    let none_allowed = allowed.is_none_or(|list| is_empty(&list));
    members(&options, "", &|name, value| match name.as_str() {
        "challenge" => binary(name, &value).map(Some),
        "user" => members(&value, "user.", &|member, value| match member.as_str() {
            "id" => binary("user.id", &value).map(Some),
            _ => Ok(Some(value)),
        })
        .map(Some),
        "excludeCredentials" => descriptors(name, &value).map(Some),
        "allowCredentials" if is_empty(&value) => Ok(None),
        "allowCredentials" => descriptors(name, &value).map(Some),
        "extensions" => members(
            &value,
            "extensions.",
            &|member, value| match member.as_str() {
                "prf" => prf(&value, none_allowed).map(Some),
                _ => Ok(Some(value)),
            },
        )
        .map(Some),
        _ => Ok(Some(value)),
    })
}

/// `credentialRequestOptions` (both ceremonies), `credentialCreationOptions`, `publicKey`, or the answer itself.
fn locate<V: Value>(answer: &V) -> Result<V, Error> {
    let mut options = answer.clone();
    for name in [
        "credentialRequestOptions",
        "credentialCreationOptions",
        "publicKey",
    ] {
        if let Some(inner) = options.get(name).filter(Value::is_object) {
            options = inner;
        }
    }
    match options.get("challenge") {
        Some(_) => Ok(options),
        None => Err(Error::invalid_response("challenge", "is missing")),
    }
}

/// What becomes of a member, by its name, which may change too; `None` leaves it out.
type Change<'a, V> = dyn Fn(&mut String, V) -> Result<Option<V>, Error> + 'a;

/// Rebuilds an object member by member; `null` stands for an absent member.
fn members<V: Value>(object: &V, path: &str, change: &Change<'_, V>) -> Result<V, Error> {
    let entries = object.entries().ok_or_else(|| {
        let name = path.trim_end_matches('.');
        Error::invalid_response(
            if name.is_empty() { "options" } else { name },
            "is no object",
        )
    })?;
    let mut changed = Vec::new();
    for (mut name, value) in entries {
        if value.kind() == Kind::Null {
            continue;
        }
        if let Some(value) = change(&mut name, value)? {
            changed.push((name, value));
        }
    }
    Ok(V::from_entries(changed))
}

fn binary<V: Value>(name: &str, value: &V) -> Result<V, Error> {
    let bytes = value.text().and_then(|text| base64::decode(&text));
    let bytes = bytes.ok_or_else(|| Error::invalid_response(name, "is not base64url"))?;
    Ok(V::from_bytes(&bytes))
}

fn descriptors<V: Value>(name: &str, list: &V) -> Result<V, Error> {
    if list.kind() != Kind::Array {
        return Err(Error::invalid_response(name, "is no array"));
    }
    let mut decoded = Vec::new();
    for (descriptor, index) in list.items().into_iter().zip(0..) {
        let path = [name, "[", &digits(index), "]."].concat();
        decoded.push(members(
            &descriptor,
            &path,
            &|member, value| match member.as_str() {
                "id" => binary(&[&path, "id"].concat(), &value).map(Some),
                _ => Ok(Some(value)),
            },
        )?);
    }
    Ok(V::from_items(decoded))
}

fn is_empty<V: Value>(list: &V) -> bool {
    list.kind() == Kind::Array && list.items().is_empty()
}

/// The PRF extension's inputs (WebAuthn Level 3 §10.1.4). What is for single credentials is left out where none is
/// named: browsers refuse it then, and at a sign-up always.
fn prf<V: Value>(prf: &V, none_allowed: bool) -> Result<V, Error> {
    let salts = |path: &str, salts: &V| {
        members(salts, path, &|member, value| match member.as_str() {
            "first" | "second" => binary(&[path, member].concat(), &value).map(Some),
            _ => Ok(Some(value)),
        })
    };
    members(
        prf,
        "extensions.prf.",
        &|member, value| match member.as_str() {
            "eval" => salts("extensions.prf.eval.", &value).map(Some),
            "evalByCredential" if none_allowed => Ok(None),
            "evalByCredential" => {
                // The keys are credential ids, which no message may hold.
                let path = "extensions.prf.evalByCredential.";
                members(&value, path, &|id, value| {
                    *id = base64url(id)?;
                    salts(path, &value).map(Some)
                })
                .map(Some)
            }
            _ => Ok(Some(value)),
        },
    )
}

/// A credential id as browsers take it for a key: in no other form, and not empty.
fn base64url(id: &str) -> Result<String, Error> {
    let bytes = base64::decode(id).filter(|bytes| !bytes.is_empty());
    bytes.map(|bytes| base64::encode(&bytes)).ok_or_else(|| {
        Error::invalid_response(
            "extensions.prf.evalByCredential",
            "is not keyed by base64url",
        )
    })
}

#[cfg(test)]
mod tests;
