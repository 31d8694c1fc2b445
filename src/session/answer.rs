//! What sign-up, sign-in and refresh answer, read member by member: a bad one is named, and nothing of its value is repeated.

use crate::error::Error;
use crate::ports::{Kind, Pairs, Value};
use crate::protocol::auth::EoaAddress;
use crate::protocol::secret::Secret;

/// The tokens, and who they are for (`POST /v1.2/auth/sign-up`, `/sign-in`, `/refresh`). A refresh names fewer members.
///
/// What is only shown is taken where it is usable: a wallet must not lock its user out over an odd label.
#[derive(Debug)]
pub struct TokenAnswer {
    /// `access_token`, else `token`.
    pub(super) access: Secret,
    /// `refresh_token`; works once.
    pub(super) refresh: Secret,
    /// `expires_in`: seconds for which the access token lives, from now.
    pub(super) expires_in: Option<f64>,
    /// `externalUserId`.
    pub(super) subject: Option<String>,
    pub(super) roles: Option<Vec<String>>,
    pub(super) auth_method: Option<String>,
    pub(super) has_passkey: Option<bool>,
    pub(super) prf_capable: Option<bool>,
    pub(super) chain_id: Option<f64>,
    pub(super) safe_address: Option<Pairs>,
    pub(super) eoa_address: Option<String>,
    pub(super) eoa_addresses: Option<Vec<EoaAddress>>,
    pub(super) key_name: Option<String>,
    pub(super) key_display_name: Option<String>,
}

impl TokenAnswer {
    /// Reads an answer; one without an access token or a refresh token is `invalid_response`.
    pub fn read<V: Value>(answer: &V) -> Result<Self, Error> {
        let text = |name| answer.get(name)?.text();
        let flag = |name| answer.get(name)?.flag();
        let is_list = |value: &V| value.kind() == Kind::Array;
        let access = token(answer, "access_token")?
            .map_or_else(|| token(answer, "token"), |found| Ok(Some(found)));
        Ok(Self {
            access: access?.ok_or_else(|| missing("access_token"))?,
            refresh: token(answer, "refresh_token")?.ok_or_else(|| missing("refresh_token"))?,
            expires_in: answer
                .get("expires_in")
                .map(|value| seconds(&value))
                .transpose()?,
            subject: text("subject").filter(|subject| !subject.is_empty()),
            roles: answer
                .get("roles")
                .filter(is_list)
                .map(|roles| some(&roles, V::text)),
            auth_method: text("authMethod"),
            has_passkey: flag("hasPasskey"),
            prf_capable: flag("prfCapable"),
            chain_id: answer.get("chainId").and_then(|id| id.number()),
            safe_address: answer
                .get("safeAddress")
                .filter(V::is_object)
                .map(|safes| texts(&safes)),
            eoa_address: text("eoaAddress"),
            eoa_addresses: answer
                .get("eoaAddresses")
                .filter(is_list)
                .map(|list| some(&list, eoa)),
            key_name: text("keyName"),
            key_display_name: text("keyDisplayName"),
        })
    }
}

/// The answer lacks what the protocol promises.
pub(super) fn missing(member: &str) -> Error {
    Error::invalid_response(member, "is missing")
}

/// A token that a header can carry: fetch would throw at another one, and show its value.
fn token<V: Value>(answer: &V, name: &str) -> Result<Option<Secret>, Error> {
    let Some(value) = answer.get(name) else {
        return Ok(None);
    };
    let token = value.text().map(Secret::new);
    let usable = |token: &Secret| {
        !token.expose().is_empty() && token.expose().bytes().all(|byte| byte.is_ascii_graphic())
    };
    match token.filter(usable) {
        Some(token) => Ok(Some(token)),
        None => Err(Error::invalid_response(name, "is no token")),
    }
}

fn seconds<V: Value>(value: &V) -> Result<f64, Error> {
    let usable = value
        .number()
        .filter(|seconds| (0.0..=1e9).contains(seconds));
    usable.ok_or_else(|| Error::invalid_response("expires_in", "is no number of seconds"))
}

/// Those items of a list that are usable.
fn some<V: Value, T>(list: &V, read: fn(&V) -> Option<T>) -> Vec<T> {
    let mut usable = Vec::new();
    for item in list.items() {
        usable.extend(read(&item));
    }
    usable
}

fn texts<V: Value>(object: &V) -> Pairs {
    let mut texts = Pairs::new();
    for (name, value) in object.entries().unwrap_or_default() {
        if let Some(text) = value.text() {
            texts.push((name, text));
        }
    }
    texts
}

fn eoa<V: Value>(entry: &V) -> Option<EoaAddress> {
    (entry.kind() == Kind::Object).then(|| {
        Some(EoaAddress {
            kind: entry.get("type")?.text()?,
            address: entry.get("address")?.text()?,
        })
    })?
}

#[cfg(test)]
mod tests;
