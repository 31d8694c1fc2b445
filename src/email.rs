//! E-mail verification: a code is sent to the address, and given back.

use std::future::Future;
use std::rc::Rc;

use crate::api::{Api, Fallback};
use crate::error::Error;
use crate::http::Call;
use crate::ports::{Abort, Host, Value};
use crate::protocol::email::{ConfirmEmail, ValidateEmail};
use crate::protocol::secret::Secret;

/// What `confirm` takes.
#[derive(Debug)]
pub struct Confirmation {
    /// The address that the code was sent to.
    pub email: Secret,
    /// The code.
    pub code: Secret,
    /// The user-data key for the address; the API's default is `marketing.email`.
    pub user_data_name: Option<String>,
    /// Stored as `optin.newsletter`.
    pub optin_news: Option<bool>,
    /// Stored as `optin.walletAlerts`.
    pub optin_notifications: Option<bool>,
}

/// The e-mail capability of one client. Clones are the same one.
pub struct Email<H: Host> {
    api: Api<H>,
    paths: Rc<Paths>,
}

struct Paths {
    validate: Fallback,
    confirm: Fallback,
}

impl<H: Host> Clone for Email<H> {
    fn clone(&self) -> Self {
        Self {
            api: self.api.clone(),
            paths: Rc::clone(&self.paths),
        }
    }
}

impl<H: Host> std::fmt::Debug for Email<H> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Email")
    }
}

impl<H: Host> Email<H> {
    /// For the users of this client.
    pub fn new(api: Api<H>) -> Self {
        let paths = Paths {
            validate: Fallback::new(&[
                "/v1.2/ibexsafe/validateEmail",
                "/v1.1/ibexsafe/validateEmail",
                "/v1.2/users/me/validate-email",
            ]),
            confirm: Fallback::new(&[
                "/v1.2/ibexsafe/confirmEmail",
                "/v1.1/ibexsafe/confirmEmail",
                "/v1.2/users/me/confirm-email",
            ]),
        };
        Self {
            api,
            paths: Rc::new(paths),
        }
    }

    /// Has a code sent. The API does not say whether it knows the address.
    pub fn validate(
        &self,
        email: Secret,
        signal: Option<Abort>,
    ) -> impl Future<Output = Result<(), Error>> + use<H> {
        let body = |user: &str| {
            check_address(&email)?;
            let body = ValidateEmail {
                email: email.expose(),
                external_user_id: user,
            };
            Ok(H::Json::write(&body.members()))
        };
        self.send(|paths| &paths.validate, &body, signal)
    }

    /// Gives the code back. The address and the opt-ins are then in the user data.
    pub fn confirm(
        &self,
        confirmation: Confirmation,
        signal: Option<Abort>,
    ) -> impl Future<Output = Result<(), Error>> + use<H> {
        let body = |user: &str| {
            check_address(&confirmation.email)?;
            if confirmation.code.expose().trim_ascii().is_empty() {
                return Err(Error::invalid_argument("code", "is empty"));
            }
            if confirmation.user_data_name.as_deref() == Some("") {
                return Err(Error::invalid_argument("userDataName", "is empty"));
            }
            let body = ConfirmEmail {
                email: confirmation.email.expose(),
                code: confirmation.code.expose(),
                external_user_id: user,
                user_data_name: confirmation.user_data_name.as_deref(),
                optin_news: confirmation.optin_news,
                optin_notifications: confirmation.optin_notifications,
            };
            Ok(H::Json::write(&body.members()))
        };
        self.send(|paths| &paths.confirm, &body, signal)
    }

    /// Sends a body that is made for the signed-in user.
    fn send(
        &self,
        paths: fn(&Paths) -> &Fallback,
        body: &dyn Fn(&str) -> Result<H::Json, Error>,
        signal: Option<Abort>,
    ) -> impl Future<Output = Result<(), Error>> + use<H> {
        let this = self.clone();
        let called = self.api.begin();
        let called = called.and_then(|caller| Ok((body(&caller.external_user_id)?, caller)));
        async move {
            let (body, caller) = called?;
            let ask = |path: &str| Call::post(path, body.clone());
            let sending = paths(&this.paths).send(&this.api, &caller, &ask);
            this.api.run(signal, sending).await.map(drop)
        }
    }
}

/// Only what can never be an address; the rest is for the API to judge.
fn check_address(email: &Secret) -> Result<(), Error> {
    let text = email.expose();
    match text.split_once('@') {
        Some((local, domain)) if !local.is_empty() && !domain.is_empty() => {}
        _ => return Err(Error::invalid_argument("email", "is no e-mail address")),
    }
    if text
        .chars()
        .any(|c| c.is_ascii_whitespace() || c.is_ascii_control())
    {
        return Err(Error::invalid_argument(
            "email",
            "has a space or a control character",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
