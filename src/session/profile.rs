//! Who is signed in, as everybody may see it: never a token.

use serde::Serialize;

use crate::protocol::auth::{EoaAddress, Safes};
use crate::protocol::jwt::Claims;
use crate::protocol::secret::Secret;

use super::answer::TokenAnswer;

/// A session as JavaScript sees it (`Session` in the type declarations).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// The user.
    pub external_user_id: String,
    /// The tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rp_id: Option<String>,
    /// The signer of the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signer_id: Option<String>,
    /// The user's roles.
    pub roles: Vec<String>,
    /// How the user signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_method: Option<String>,
    /// Whether the user has a passkey.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_passkey: Option<bool>,
    /// Whether the passkey's PRF output derives the keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prf_capable: Option<bool>,
    /// The chain that the session works on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain_id: Option<f64>,
    /// The Safe on each chain.
    pub safe_address: Safes,
    /// The EVM address of the signer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eoa_address: Option<String>,
    /// All derived addresses.
    pub eoa_addresses: Vec<EoaAddress>,
    /// The passkey's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_name: Option<String>,
    /// The passkey's name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_display_name: Option<String>,
    /// Milliseconds since the epoch, for display only.
    pub expires_at: f64,
    /// Milliseconds since the epoch, for display only.
    pub refresh_expires_at: f64,
}

impl Profile {
    /// Takes over what an answer names and keeps the rest: a renewal names less than a sign-in. Hands the tokens on.
    pub(super) fn update(&mut self, answer: TokenAnswer, claims: Claims) -> (Secret, Secret) {
        self.rp_id = claims.issuer.or(self.rp_id.take());
        self.signer_id = claims.signer.or(self.signer_id.take());
        self.auth_method = answer.auth_method.or(self.auth_method.take());
        self.has_passkey = answer.has_passkey.or(self.has_passkey);
        self.prf_capable = answer.prf_capable.or(self.prf_capable);
        self.chain_id = answer.chain_id.or(self.chain_id);
        self.eoa_address = answer.eoa_address.or(self.eoa_address.take());
        self.key_name = answer.key_name.or(self.key_name.take());
        self.key_display_name = answer.key_display_name.or(self.key_display_name.take());
        self.roles = answer.roles.unwrap_or(std::mem::take(&mut self.roles));
        self.safe_address = answer
            .safe_address
            .unwrap_or(std::mem::take(&mut self.safe_address));
        self.eoa_addresses = answer
            .eoa_addresses
            .unwrap_or(std::mem::take(&mut self.eoa_addresses));
        (answer.access, answer.refresh)
    }
}
