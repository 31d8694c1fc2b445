//! E-mail verification: a code is sent, and comes back.
//!
//! What is wrong with a code is not said: wrong, expired, used and never sent answer alike.

use rusqlite::Transaction;
use serde_json::json;
use subtle::ConstantTimeEq;

use hmac::Mac;

use super::caller::Caller;
use super::email_address::is_well_formed;
use crate::answer::Answer;
use crate::app::App;
use crate::body::Body;
use crate::call::Call;
use crate::clock::iso;
use crate::error::Refusal;
use crate::mailbox::Mail;
use crate::random::six_digits;
use crate::store::{email_codes, user_data};
use crate::token::Secret;
use crate::variants::{ConfirmAck, UsersMeAck};

/// Life of a code, in milliseconds.
const LIFE: i64 = 15 * 60 * 1000;

/// How often a code may be tried, the right one included.
const TRIES: u32 = 5;

/// `POST ibexsafe/validateEmail`, `POST /v1.2/users/me/validate-email`
pub(crate) fn validate(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let caller = Caller::of(app, call)?;
    let body = call.body()?;
    name_caller(&caller, call, &body)?;
    let address = address(&body)?;
    let code = six_digits()?;
    let digest = digest(&app.store.secret(), &caller.user_id, &address, &code);
    let now = app.clock.now();
    app.store.transaction(|transaction| {
        email_codes::put(
            transaction,
            &caller.user_id,
            &address,
            &digest,
            now.saturating_add(LIFE),
        )
    })?;
    app.mailbox.deliver(Mail {
        to: address,
        code,
        rp_id: caller.rp_id.to_owned(),
        at: iso(now),
    });
    if is_bare(app, call) {
        return Ok(Answer::ok(&json!({})));
    }
    Ok(Answer::ok(
        &json!({ "success": true, "message": "Verification code sent to email" }),
    ))
}

/// `POST ibexsafe/confirmEmail`, `POST /v1.2/users/me/confirm-email`
pub(crate) fn confirm(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let caller = Caller::of(app, call)?;
    let body = call.body()?;
    name_caller(&caller, call, &body)?;
    let address = address(&body)?;
    let code = body.required_text("code")?;
    let name = body
        .text("userDataName")?
        .unwrap_or_else(|| "marketing.email".to_owned());
    if name.is_empty() {
        return Err(Refusal::bad_request("userDataName must not be empty"));
    }
    let opt_ins = [
        ("optin.newsletter", body.flag("optinNews")?),
        ("optin.walletAlerts", body.flag("optinNotifications")?),
    ];
    let digest = digest(&app.store.secret(), &caller.user_id, &address, &code);
    let confirmed = app.store.transaction(|transaction| {
        let user_id = caller.user_id.as_str();
        if !is_right(transaction, user_id, &address, &digest, app.clock.now())? {
            // The try counts, so this transaction is kept.
            return Ok(false);
        }
        email_codes::delete(transaction, user_id, &address)?;
        user_data::put(transaction, user_id, &name, &json!(address).to_string())?;
        for (name, flag) in opt_ins {
            if let Some(flag) = flag {
                user_data::put(transaction, user_id, name, &json!(flag).to_string())?;
            }
        }
        Ok(true)
    })?;
    if !confirmed {
        return Err(Refusal::bad_request("Invalid or expired code"));
    }
    if is_bare(app, call) {
        return Ok(Answer::ok(&json!({})));
    }
    Ok(Answer::ok(&match app.variants().confirm_ack {
        ConfirmAck::Stored => json!({ "success": true, "message": "Email confirmed and stored" }),
        ConfirmAck::Confirmed => {
            json!({ "success": true, "message": "Email confirmed", "email": address })
        }
    }))
}

fn is_right(
    transaction: &Transaction<'_>,
    user_id: &str,
    address: &str,
    digest: &[u8; 32],
    now: i64,
) -> Result<bool, Refusal> {
    let Some(pending) = email_codes::tried(transaction, user_id, address)? else {
        return Ok(false);
    };
    let matches = bool::from(pending.digest.ct_eq(digest));
    Ok(matches && pending.tries <= TRIES && now < pending.expires_at)
}

fn address(body: &Body) -> Result<String, Refusal> {
    let address = body.required_text("email")?;
    if is_well_formed(&address) {
        return Ok(address);
    }
    Err(Refusal::bad_request("email must be an e-mail address"))
}

/// What is stored of a code. A million codes are soon tried, so the digest is keyed.
fn digest(secret: &Secret, user_id: &str, address: &str, code: &str) -> [u8; 32] {
    let message = json!(["email code", user_id, address, code]).to_string();
    secret
        .mac(message.as_bytes())
        .finalize()
        .into_bytes()
        .into()
}

/// `users/me` takes the user from the access token; the older paths want it named as well.
fn name_caller(caller: &Caller<'_>, call: &Call, body: &Body) -> Result<(), Refusal> {
    if is_own(call) {
        caller.may_be_named(body)
    } else {
        caller.must_be_named(body)
    }
}

fn is_bare(app: &App, call: &Call) -> bool {
    is_own(call) && app.variants().users_me_ack == UsersMeAck::Empty
}

fn is_own(call: &Call) -> bool {
    call.path().starts_with("/v1.2/users/me/")
}
