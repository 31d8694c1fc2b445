//! E-mail verification: the bodies of `validateEmail` and `confirmEmail`.

use serde::Serialize;

/// Asks for a code to be sent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ValidateEmail<'a> {
    /// The address.
    pub email: &'a str,
    /// The signed-in user.
    pub external_user_id: &'a str,
}

/// Gives the code back, and says where the address is to be stored.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmEmail<'a> {
    /// The address that the code was sent to.
    pub email: &'a str,
    /// The code.
    pub code: &'a str,
    /// The signed-in user.
    pub external_user_id: &'a str,
    /// The user-data key for the address; the API's default is `marketing.email`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_data_name: Option<&'a str>,
    /// Stored as `optin.newsletter`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optin_news: Option<bool>,
    /// Stored as `optin.walletAlerts`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optin_notifications: Option<bool>,
}

impl std::fmt::Debug for ValidateEmail<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ValidateEmail")
    }
}

impl std::fmt::Debug for ConfirmEmail<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ConfirmEmail")
    }
}
