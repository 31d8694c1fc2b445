//! Sign-up, sign-in and refresh: `/v1.2/auth/sign-up`, `/v1.2/auth/sign-in`, `/v1.2/auth/refresh`.

use serde::Serialize;
use serde::ser::Serializer;

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EoaAddress {
    /// The family, such as `EVM` or `SOLANA`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The address in its family's own notation.
    pub address: String,
}

/// The Safe on each chain: pairs of chain id and address, in the API's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Safes(pub Vec<(String, String)>);

impl Serialize for Safes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(chain, address)| (chain, address)))
    }
}

/// The body of a refresh.
#[derive(Serialize)]
pub struct RefreshBody<'a> {
    /// The refresh token, which works once.
    pub refresh_token: &'a str,
}

impl std::fmt::Debug for RefreshBody<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RefreshBody")
    }
}

/// What a caller may say at sign-up; `chainIds` and the names also go into the POST.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignUpBody {
    /// The chain of the first Safe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain_id: Option<u64>,
    /// The chains of the first Safes; wins over `chainId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain_ids: Option<Vec<u64>>,
    /// The passkey's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_name: Option<String>,
    /// The passkey's name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_display_name: Option<String>,
}

/// What a caller may say at sign-in, beside the assertion.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInBody {
    /// Adds `balance` to the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_balance: Option<bool>,
    /// Adds `transactions` to the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_transactions: Option<bool>,
    /// Adds `userdata` to the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub include_userdata: Option<bool>,
    /// The chain that `balance` and `transactions` are read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain_id: Option<u64>,
    /// Pins the session to this Safe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub safe_address: Option<String>,
    /// The slot of the Safe; `""` is the primary one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deploy_salt_nonce: Option<String>,
}
