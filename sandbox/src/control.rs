//! The control API under `/sandbox/`: mails, clock, variants, journal, faults,
//! reset.
//!
//! It answers loopback pages and tools only: a page of the web that reaches this port, by a
//! request across origins or by a name that it points here, is refused.

mod faults;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use serde_json::json;

use crate::answer::Answer;
use crate::app::App;
use crate::body::required;
use crate::call::Call;
use crate::clock::iso;
use crate::error::Refusal;
use crate::origin::{host_of_authority, host_of_url, is_loopback};
use crate::routes::run;

/// Where the control API lives.
pub(crate) const PREFIX: &str = "/sandbox";

pub(crate) fn add_routes(router: Router<Arc<App>>) -> Router<Arc<App>> {
    router
        .route("/sandbox/mails", get(run(mails)))
        .route("/sandbox/clock", post(run(advance)))
        .route(
            "/sandbox/variants",
            get(run(variants)).patch(run(change_variants)),
        )
        .route(
            "/sandbox/journal",
            get(run(journal)).delete(run(clear_journal)),
        )
        .route(
            "/sandbox/faults",
            get(run(faults::list))
                .post(run(faults::add))
                .delete(run(faults::clear)),
        )
        .route("/sandbox/reset", post(run(reset)))
}

/// Whether a path belongs to the control API.
pub(crate) fn is_control(path: &str) -> bool {
    path.strip_prefix(PREFIX)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Refuses whoever does not come from this machine, preflights included.
pub(crate) fn must_be_local(headers: &HeaderMap) -> Result<(), Refusal> {
    let header = |name: &str| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    let host = header("host").and_then(host_of_authority);
    let asked_here = host.is_some_and(|host| is_loopback(&host));
    let from_here = header("origin")
        .is_none_or(|origin| host_of_url(origin).is_some_and(|host| is_loopback(&host)));
    if asked_here && from_here {
        return Ok(());
    }
    let message = "The control API answers loopback hosts and origins only";
    Err(Refusal::new(StatusCode::FORBIDDEN, message))
}

fn mails(app: &App, _: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::ok(&app.mailbox.mails()))
}

fn advance(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let value = call
        .body()?
        .value("advance")
        .ok_or_else(|| required("advance"))?;
    let refused = || Refusal::bad_request("advance must be a number of seconds");
    let seconds = value.as_f64().ok_or_else(refused)?;
    let too_far = || Refusal::bad_request("advance moves the clock too far");
    app.clock.advance(seconds).ok_or_else(too_far)?;
    Ok(Answer::ok(&json!({ "now": iso(app.clock.now()) })))
}

fn variants(app: &App, _: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::ok(&app.variants()))
}

fn change_variants(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let changes = call.body()?;
    Ok(Answer::ok(
        &app.change_variants(|variants| variants.patched(&changes))?,
    ))
}

fn journal(app: &App, _: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::ok(&app.journal.entries()))
}

fn clear_journal(app: &App, _: &Call) -> Result<Answer, Refusal> {
    app.journal.clear();
    Ok(Answer::no_content())
}

fn reset(app: &App, _: &Call) -> Result<Answer, Refusal> {
    app.reset()?;
    Ok(Answer::no_content())
}
