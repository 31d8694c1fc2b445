//! What callers hand in, checked: a bad value is `invalid_argument` naming the field, and nothing is sent.

mod client_options;
mod request;

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

use crate::email::Confirmation;
use crate::error::Error;
use crate::passkey::{SignIn, SignUp};
use crate::ports::{Abort, Kind, Mediation, Value};
use crate::protocol::auth::{SignInBody, SignUpBody};
use crate::protocol::secret::Secret;

use super::client::EventKind;
use super::listener::Signal;
use super::value::Js;

pub(super) use client_options::client_options;
pub(super) use request::request;

/// An options object; `undefined` and `null` stand for an empty one. Absent members are not sent, `null` ones neither.
pub(super) struct Options<'a>(&'a Js);

impl<'a> Options<'a> {
    fn of(given: &'a Js) -> Result<Self, Error> {
        match given.kind() {
            Kind::Undefined | Kind::Null | Kind::Object => Ok(Self(given)),
            _ => Err(Error::invalid_argument("options", "must be an object")),
        }
    }

    /// A member as it is; one whose getter throws is not taken for absent.
    fn value(&self, name: &str) -> Result<Option<Js>, Error> {
        if self.0.kind() != Kind::Object {
            return Ok(None);
        }
        let value = Reflect::get(&self.0.0, &name.into())
            .map_err(|_| Error::invalid_argument(name, "cannot be read"))?;
        Ok(Some(Js(value)).filter(|value| !matches!(value.kind(), Kind::Undefined | Kind::Null)))
    }

    /// The members of an object of names and values.
    fn pairs(&self, name: &str) -> Result<Option<Vec<(String, Js)>>, Error> {
        let Some(value) = self.value(name)? else {
            return Ok(None);
        };
        value
            .members()
            .map(Some)
            .ok_or_else(|| Error::invalid_argument(name, "must be an object of names and values"))
    }

    fn member<T>(
        &self,
        name: &str,
        expected: &str,
        read: impl FnOnce(&Js) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let Some(value) = self.value(name)? else {
            return Ok(None);
        };
        read(&value)
            .map(Some)
            .ok_or_else(|| Error::invalid_argument(name, expected))
    }

    fn text(&self, name: &str) -> Result<Option<String>, Error> {
        self.member(name, "must be a string", Js::text)
    }

    fn flag(&self, name: &str) -> Result<Option<bool>, Error> {
        self.member(name, "must be a boolean", Js::flag)
    }

    fn number(&self, name: &str) -> Result<Option<f64>, Error> {
        self.member(name, "must be a finite number", Js::number)
    }

    fn whole(&self, name: &str) -> Result<Option<f64>, Error> {
        self.member(name, "must be a whole number", whole)
    }

    fn wholes(&self, name: &str) -> Result<Option<Vec<f64>>, Error> {
        self.member(name, "must be an array of whole numbers", |value| {
            let mut wholes = Vec::new();
            for item in value.items() {
                wholes.push(whole(&item)?);
            }
            (value.kind() == Kind::Array).then_some(wholes)
        })
    }

    fn secret(&self, name: &str) -> Result<Secret, Error> {
        let text = self.text(name)?.map(Secret::new);
        text.ok_or_else(|| Error::invalid_argument(name, "is missing"))
    }
}

/// A whole number that JavaScript can hold exactly.
fn whole(value: &Js) -> Option<f64> {
    const EXACT: f64 = 9_007_199_254_740_991.0;
    let exact = |number: &f64| number.fract() == 0.0 && (0.0..=EXACT).contains(number);
    value.number().filter(exact)
}

/// The caller's signal, where one is given.
pub(super) fn signal(given: &Js) -> Result<Option<Signal>, Error> {
    let signal = Options::of(given)?.value("signal")?;
    signal.map(|signal| Signal::follow(&signal)).transpose()
}

/// What ends a call, of the caller's.
pub(super) fn abort(signal: &Option<Signal>) -> Option<Abort> {
    signal.as_ref().map(|signal| signal.abort.clone())
}

pub(super) fn sign_up(given: &Js) -> Result<SignUp, Error> {
    let given = Options::of(given)?;
    Ok(SignUp {
        user_name: given.text("userName")?,
        user_display_name: given.text("userDisplayName")?,
        mediation: given.member("mediation", "must be conditional", |word| {
            (word.text()? == "conditional").then_some(Mediation::Conditional)
        })?,
        body: SignUpBody {
            chain_id: given.whole("chainId")?,
            chain_ids: given.wholes("chainIds")?,
            key_name: given.text("keyName")?,
            key_display_name: given.text("keyDisplayName")?,
        },
    })
}

pub(super) fn sign_in(given: &Js) -> Result<SignIn, Error> {
    let given = Options::of(given)?;
    if given.flag("asyncData")? == Some(true) {
        return Err(Error::invalid_argument(
            "asyncData",
            "is not supported by this version",
        ));
    }
    Ok(SignIn {
        mediation: given
            .text("mediation")?
            .as_deref()
            .map(mediation)
            .transpose()?,
        body: SignInBody {
            include_balance: given.flag("includeBalance")?,
            include_transactions: given.flag("includeTransactions")?,
            include_userdata: given.flag("includeUserdata")?,
            chain_id: given.whole("chainId")?,
            safe_address: given.text("safeAddress")?,
            deploy_salt_nonce: given.text("deploySaltNonce")?,
        },
    })
}

fn mediation(word: &str) -> Result<Mediation, Error> {
    match word {
        "optional" => Ok(Mediation::Optional),
        "required" => Ok(Mediation::Required),
        "conditional" => Ok(Mediation::Conditional),
        _ => Err(Error::invalid_argument(
            "mediation",
            "must be optional, required or conditional",
        )),
    }
}

pub(super) fn confirmation(given: &Js) -> Result<Confirmation, Error> {
    let given = Options::of(given)?;
    Ok(Confirmation {
        email: given.secret("email")?,
        code: given.secret("code")?,
        user_data_name: given.text("userDataName")?,
        optin_news: given.flag("optinNews")?,
        optin_notifications: given.flag("optinNotifications")?,
    })
}

/// A text that is to leave no trace.
pub(super) fn secret(given: &Js, name: &str) -> Result<Secret, Error> {
    given
        .text()
        .map(Secret::new)
        .ok_or_else(|| Error::invalid_argument(name, "must be a string"))
}

/// Keys of user data.
pub(super) fn keys(given: &Js) -> Result<Vec<String>, Error> {
    let mut keys = Vec::new();
    for key in given.items() {
        let key = key.text().filter(|key| !key.is_empty());
        let bad = || Error::invalid_argument("keys", "must be strings, none of them empty");
        keys.push(key.ok_or_else(bad)?);
    }
    Ok(keys)
}

/// A listener and the events that it is for.
pub(super) fn listener(kind: &Js, listener: JsValue) -> Result<(EventKind, Function), Error> {
    let kind = match kind.text().as_deref() {
        Some("session") => EventKind::Session,
        Some("error") => EventKind::Error,
        _ => return Err(Error::invalid_argument("type", "must be session or error")),
    };
    let listener = listener.dyn_into();
    Ok((
        kind,
        listener.map_err(|_| Error::invalid_argument("listener", "must be a function"))?,
    ))
}
