//! Private user data: written in part, read whole, `private.*` never read.

use std::fmt::Display;

use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;

use super::caller::Caller;
use crate::answer::Answer;
use crate::app::App;
use crate::body::{Body, required};
use crate::call::Call;
use crate::error::Refusal;
use crate::store::user_data;
use crate::variants::{UserdataAck, UserdataGet};

/// `POST ibexsafe/userdata`; an empty `data` is a read.
pub(crate) fn write(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let caller = Caller::of(app, call)?;
    let body = call.body()?;
    caller.must_be_named(&body)?;
    let data = data_of(&body)?;
    if data.is_empty() {
        return Ok(Answer::ok(&visible(app, &caller)?));
    }
    store(app, &caller, &data)?;
    Ok(Answer::ok(&match app.variants().userdata_ack {
        UserdataAck::Message => json!({ "success": true, "message": "User data updated" }),
        UserdataAck::Bare => json!({ "success": true }),
    }))
}

/// `POST /v1.2/users/me`, where the access token alone says who it is.
pub(crate) fn write_own(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let caller = Caller::of(app, call)?;
    let body = call.body()?;
    caller.may_be_named(&body)?;
    store(app, &caller, &data_of(&body)?)?;
    Ok(Answer::ok(&json!({ "success": true })))
}

/// `GET ibexsafe/userdata/external/:externalUserId`
pub(crate) fn read(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let form = app.variants().userdata_get;
    let caller = Caller::of(app, call)?;
    if form == UserdataGet::Unauthorized {
        return Err(Refusal::unauthorized("Unauthorized"));
    }
    caller.must_be(call.path().rsplit('/').next().unwrap_or_default())?;
    let data = visible(app, &caller)?;
    if data.is_empty() {
        return Ok(Answer::no_content());
    }
    Ok(match form {
        UserdataGet::Data => Answer::ok(&Wrapped { data }),
        _ => Answer::ok(&data),
    })
}

#[derive(Serialize)]
struct Wrapped {
    data: Body,
}

fn visible(app: &App, caller: &Caller<'_>) -> Result<Body, Refusal> {
    app.store
        .read(|data| user_data::visible(data, &caller.user_id))
}

fn data_of(body: &Body) -> Result<Body, Refusal> {
    let data = body.object("data")?.ok_or_else(|| required("data"))?;
    for (name, value) in data.members() {
        if name.is_empty() {
            return Err(Refusal::bad_request("data holds an empty key"));
        }
        if !is_plain(value) {
            let message = format!("{} must be a string, number, boolean or null", Key(name));
            return Err(Refusal::bad_request(message));
        }
    }
    Ok(data)
}

fn store(app: &App, caller: &Caller<'_>, data: &Body) -> Result<(), Refusal> {
    app.store.transaction(|transaction| {
        for (name, value) in data.members() {
            match value.get() {
                "null" => user_data::delete(transaction, &caller.user_id, name)?,
                value => user_data::put(transaction, &caller.user_id, name, value)?,
            }
        }
        Ok(())
    })
}

/// JSON is parsed by now, so the first character tells an object or array from the rest.
fn is_plain(value: &RawValue) -> bool {
    !value.get().starts_with(['{', '['])
}

/// A key as messages name it; the caller chose it, so it is kept short.
struct Key<'a>(&'a str);

impl Display for Key<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("data.")?;
        self.0
            .chars()
            .take(100)
            .try_for_each(|letter| write!(formatter, "{letter}"))
    }
}
