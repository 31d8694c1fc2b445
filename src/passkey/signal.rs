//! What the user's authenticators are told, so that the choice of passkeys shows what is so (WebAuthn Level 3 §5.1.10).
//!
//! A courtesy: where the browser cannot pass it on, nothing fails.

use crate::ports::{Host, Value};
use crate::session::Profile;

use super::Passkey;

impl<H: Host> Passkey<H> {
    /// Makes the passkey disappear from the user's choice: the server does not know it. `credential` is as it was sent.
    pub(super) fn signal_unknown(&self, rp_id: Option<H::Json>, credential: &H::Json) {
        let members = vec![("rpId", rp_id), ("credentialId", credential.get("id"))];
        self.signal("signalUnknownCredential", members);
    }

    /// Has the user's choice show the names that the API calls the passkey by. `assertion` is as it was sent.
    pub(super) fn signal_details(
        &self,
        rp_id: Option<H::Json>,
        assertion: &H::Json,
        profile: &Profile,
    ) {
        let response = assertion.get("response");
        let handle = response.and_then(|response| response.get("userHandle"));
        // A choice without a name would be worse than one with an old name.
        let name = profile.key_name.as_ref().filter(|name| !name.is_empty());
        if let (Some(_), Some(name), Some(display_name)) =
            (&handle, name, &profile.key_display_name)
        {
            let members = vec![
                ("rpId", rp_id),
                ("userId", handle),
                ("name", Some(H::Json::from_text(name))),
                ("displayName", Some(H::Json::from_text(display_name))),
            ];
            self.signal("signalCurrentUserDetails", members);
        }
    }

    fn signal(&self, method: &str, members: Vec<(&str, Option<H::Json>)>) {
        let options = H::Json::from_members(members);
        self.api.host().signal(method, options);
    }
}

#[cfg(test)]
mod tests;
