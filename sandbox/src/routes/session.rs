//! The body that a sign-up, a sign-in and a refresh answer with.

use std::collections::BTreeMap;

use rusqlite::Transaction;
use serde::Serialize;
use uuid::Uuid;

use crate::app::App;
use crate::error::Refusal;
use crate::store::credentials::Signer;
use crate::store::refresh_tokens;
use crate::token::{Claims, Purpose, digest};
use crate::variants::{AccessTokenKey, AuthAnswer, Variants};
use crate::wallet::{EoaAddress, eoa_address, eoa_addresses, safe_address};

/// A pair of tokens, and whom they speak for.
#[derive(Serialize)]
pub(crate) struct Tokens {
    #[serde(skip_serializing_if = "Option::is_none")]
    access_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    refresh_token: String,
    token_type: &'static str,
    expires_in: u32,
    #[serde(flatten)]
    subject: Option<Subject>,
}

#[derive(Serialize)]
struct Subject {
    issuer: String,
    audience: String,
    subject: String,
    roles: [&'static str; 1],
}

/// What a ceremony answers beside the tokens.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Profile {
    auth_method: &'static str,
    has_passkey: bool,
    safe_address: BTreeMap<u64, String>,
    chain_id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_display_name: Option<String>,
    eoa_address: String,
    eoa_addresses: Vec<EoaAddress>,
    prf_capable: bool,
}

impl Tokens {
    /// Makes a pair of tokens and remembers the one that can be used once.
    pub(crate) fn issue(
        app: &App,
        transaction: &Transaction<'_>,
        rp_id: &str,
        user_id: &str,
        signer_id: &str,
    ) -> Result<Self, Refusal> {
        let variants = app.variants();
        let secret = app.store.secret();
        let iat = app.clock.now().div_euclid(1000);
        let claims = |life: u32, purpose| Claims {
            iss: rp_id.to_owned(),
            aud: rp_id.to_owned(),
            sub: user_id.to_owned(),
            sid: signer_id.to_owned(),
            iat,
            exp: iat.saturating_add(life.into()),
            jti: Uuid::new_v4().to_string(),
            purpose,
        };
        let access = claims(app.config.access_ttl, None);
        let refresh = claims(app.config.refresh_ttl, Some(Purpose::Refresh));
        let access_token = access.sign(&secret).ok_or_else(Refusal::internal)?;
        let refresh_token = refresh.sign(&secret).ok_or_else(Refusal::internal)?;
        let expires_at = refresh.exp.saturating_mul(1000);
        refresh_tokens::add(transaction, &digest(&refresh_token), user_id, expires_at)?;
        let (access_token, token) = match variants.access_token_key {
            AccessTokenKey::AccessToken => (Some(access_token), None),
            AccessTokenKey::Token => (None, Some(access_token)),
        };
        let subject = (variants.auth_answer == AuthAnswer::Full).then(|| Subject {
            issuer: rp_id.to_owned(),
            audience: rp_id.to_owned(),
            subject: user_id.to_owned(),
            roles: ["USER"],
        });
        let expires_in = app.config.access_ttl;
        Ok(Self {
            access_token,
            token,
            refresh_token,
            token_type: "Bearer",
            expires_in,
            subject,
        })
    }
}

impl Profile {
    /// What is known of a signer; nothing, where the variant is the minimal answer.
    pub(crate) fn of(
        signer: &Signer,
        chain_id: u64,
        prf_capable: bool,
        variants: &Variants,
    ) -> Option<Self> {
        let id = &signer.passkey.cred_id;
        let safes = signer
            .chains
            .iter()
            .map(|chain| (*chain, safe_address(id, *chain)));
        (variants.auth_answer == AuthAnswer::Full).then(|| Self {
            auth_method: "PASSKEY",
            has_passkey: true,
            safe_address: safes.collect(),
            chain_id,
            key_name: signer.key_name.clone(),
            key_display_name: signer.key_display_name.clone(),
            eoa_address: eoa_address(id),
            eoa_addresses: eoa_addresses(id),
            prf_capable,
        })
    }
}
