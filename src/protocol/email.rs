//! E-mail verification: the bodies of `validateEmail` and `confirmEmail`.

use super::members::{Member, Members};

/// Asks for a code to be sent.
pub struct ValidateEmail<'a> {
    /// The address.
    pub email: &'a str,
    /// The signed-in user.
    pub external_user_id: &'a str,
}

/// Gives the code back, and says where the address is to be stored.
pub struct ConfirmEmail<'a> {
    /// The address that the code was sent to.
    pub email: &'a str,
    /// The code.
    pub code: &'a str,
    /// The signed-in user.
    pub external_user_id: &'a str,
    /// The user-data key for the address; the API's default is `marketing.email`.
    pub user_data_name: Option<&'a str>,
    /// Stored as `optin.newsletter`.
    pub optin_news: Option<bool>,
    /// Stored as `optin.walletAlerts`.
    pub optin_notifications: Option<bool>,
}

impl ValidateEmail<'_> {
    /// As it is written.
    pub fn members(&self) -> Members<'_> {
        Members(vec![
            ("email", Some(Member::Text(self.email))),
            ("externalUserId", Some(Member::Text(self.external_user_id))),
        ])
    }
}

impl ConfirmEmail<'_> {
    /// As it is written.
    pub fn members(&self) -> Members<'_> {
        Members(vec![
            ("email", Some(Member::Text(self.email))),
            ("code", Some(Member::Text(self.code))),
            ("externalUserId", Some(Member::Text(self.external_user_id))),
            ("userDataName", self.user_data_name.map(Member::Text)),
            ("optinNews", self.optin_news.map(Member::Flag)),
            (
                "optinNotifications",
                self.optin_notifications.map(Member::Flag),
            ),
        ])
    }
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
