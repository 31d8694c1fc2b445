//! Who is signed in, as everybody may see it: never a token.

use crate::ports::Pairs;
use crate::protocol::auth::EoaAddress;
use crate::protocol::jwt::Claims;
use crate::protocol::members::{Member, Members};
use crate::protocol::secret::Secret;

use super::answer::TokenAnswer;

/// A session as JavaScript sees it (`Session` in the type declarations).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profile {
    /// The user.
    pub external_user_id: String,
    /// The tenant.
    pub rp_id: Option<String>,
    /// The signer of the token.
    pub signer_id: Option<String>,
    /// The user's roles.
    pub roles: Vec<String>,
    /// How the user signed in.
    pub auth_method: Option<String>,
    /// Whether the user has a passkey.
    pub has_passkey: Option<bool>,
    /// Whether the passkey's PRF output derives the keys.
    pub prf_capable: Option<bool>,
    /// The chain that the session works on.
    pub chain_id: Option<f64>,
    /// The Safe on each chain: pairs of chain id and address, in the API's order.
    pub safe_address: Pairs,
    /// The EVM address of the signer.
    pub eoa_address: Option<String>,
    /// All derived addresses.
    pub eoa_addresses: Vec<EoaAddress>,
    /// The passkey's name.
    pub key_name: Option<String>,
    /// The passkey's name for people.
    pub key_display_name: Option<String>,
    /// Milliseconds since the epoch, for display only.
    pub expires_at: f64,
    /// Milliseconds since the epoch, for display only.
    pub refresh_expires_at: f64,
}

impl Profile {
    /// As it is written.
    pub fn members(&self) -> Members<'_> {
        let (mut roles, mut safes, mut addresses) = (Vec::new(), Vec::new(), Vec::new());
        for role in &self.roles {
            roles.push(Member::Text(role));
        }
        for (chain, address) in &self.safe_address {
            safes.push((chain.as_str(), Some(Member::Text(address))));
        }
        for address in &self.eoa_addresses {
            addresses.push(Member::Object(address.members()));
        }
        Members(vec![
            ("externalUserId", Some(Member::Text(&self.external_user_id))),
            ("rpId", Member::text(&self.rp_id)),
            ("signerId", Member::text(&self.signer_id)),
            ("roles", Some(Member::List(roles))),
            ("authMethod", Member::text(&self.auth_method)),
            ("hasPasskey", self.has_passkey.map(Member::Flag)),
            ("prfCapable", self.prf_capable.map(Member::Flag)),
            ("chainId", self.chain_id.map(Member::Number)),
            ("safeAddress", Some(Member::Object(Members(safes)))),
            ("eoaAddress", Member::text(&self.eoa_address)),
            ("eoaAddresses", Some(Member::List(addresses))),
            ("keyName", Member::text(&self.key_name)),
            ("keyDisplayName", Member::text(&self.key_display_name)),
            ("expiresAt", Some(Member::Number(self.expires_at))),
            (
                "refreshExpiresAt",
                Some(Member::Number(self.refresh_expires_at)),
            ),
        ])
    }

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
