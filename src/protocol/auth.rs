//! Sign-up, sign-in and refresh: `/v1.2/auth/sign-up`, `/v1.2/auth/sign-in`, `/v1.2/auth/refresh`.

use super::members::{Member, Members};

/// Where the options of a new passkey come from, and where the credential goes.
pub const SIGN_UP: &str = "/v1.2/auth/sign-up";
/// Where a challenge comes from, and where the assertion goes.
pub const SIGN_IN: &str = "/v1.2/auth/sign-in";
/// Where a single-use refresh token is exchanged for a new pair.
pub const REFRESH: &str = "/v1.2/auth/refresh";

/// Seconds for which an access token lives where the answer does not say.
pub const ACCESS_TTL: f64 = 3600.0;
/// Seconds for which a refresh token lives where the token does not say.
pub const REFRESH_TTL: f64 = 86_400.0;

/// One address of an externally owned account, derived beside the Safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EoaAddress {
    /// The family, such as `EVM` or `SOLANA`.
    pub kind: String,
    /// The address in its family's own notation.
    pub address: String,
}

impl EoaAddress {
    /// As it is written.
    pub fn members(&self) -> Members<'_> {
        Members(vec![
            ("type", Some(Member::Text(&self.kind))),
            ("address", Some(Member::Text(&self.address))),
        ])
    }
}

/// What a caller may say at sign-up; `chainIds` and the names also go into the POST.
#[derive(Debug, Default)]
pub struct SignUpBody {
    /// The chain of the first Safe.
    pub chain_id: Option<f64>,
    /// The chains of the first Safes; wins over `chainId`.
    pub chain_ids: Option<Vec<f64>>,
    /// The passkey's name.
    pub key_name: Option<String>,
    /// The passkey's name for people.
    pub key_display_name: Option<String>,
}

impl SignUpBody {
    /// As it is written.
    pub fn members(&self) -> Members<'_> {
        let list = |ids: &Vec<f64>| Member::List(ids.iter().copied().map(Member::Number).collect());
        Members(vec![
            ("chainId", self.chain_id.map(Member::Number)),
            ("chainIds", self.chain_ids.as_ref().map(list)),
            ("keyName", Member::text(&self.key_name)),
            ("keyDisplayName", Member::text(&self.key_display_name)),
        ])
    }
}

/// What a caller may say at sign-in, beside the assertion.
#[derive(Debug, Default)]
pub struct SignInBody {
    /// Adds `balance` to the answer.
    pub include_balance: Option<bool>,
    /// Adds `transactions` to the answer.
    pub include_transactions: Option<bool>,
    /// Adds `userdata` to the answer.
    pub include_userdata: Option<bool>,
    /// The chain that `balance` and `transactions` are read from.
    pub chain_id: Option<f64>,
    /// Pins the session to this Safe.
    pub safe_address: Option<String>,
    /// The slot of the Safe; `""` is the primary one.
    pub deploy_salt_nonce: Option<String>,
}

impl SignInBody {
    /// As it is written.
    pub fn members(&self) -> Members<'_> {
        Members(vec![
            ("includeBalance", self.include_balance.map(Member::Flag)),
            (
                "includeTransactions",
                self.include_transactions.map(Member::Flag),
            ),
            ("includeUserdata", self.include_userdata.map(Member::Flag)),
            ("chainId", self.chain_id.map(Member::Number)),
            ("safeAddress", Member::text(&self.safe_address)),
            ("deploySaltNonce", Member::text(&self.deploy_salt_nonce)),
        ])
    }
}
