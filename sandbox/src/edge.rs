//! The edge: what happens to every request around its route.
//!
//! Each answer carries `x-request-id`; each API answer is `no-store`; each API request is
//! journalled, and broken where a fault
//! takes it; preflights end here.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONNECTION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use crate::app::App;
use crate::clock::iso;
use crate::control::{is_control, must_be_local};
use crate::cors;
use crate::error::Refusal;
use crate::faults::{Fault, is_dropped};
use crate::journal::Entry;
use crate::routes::is_api;

pub(crate) async fn around(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let headers = request.headers().clone();
    let at = app.clock.now();
    let fault = fault(&app, &method, &path);
    let noted = is_api(&path).then(|| {
        let entry = entry(at, &method, &path, &headers, fault.as_ref());
        app.journal.open(entry)
    });
    let mut response = answer(&app, &path, request, next, fault).await;
    if is_api(&path) || is_control(&path) {
        let no_store = HeaderValue::from_static("no-store");
        response.headers_mut().insert(CACHE_CONTROL, no_store);
    }
    if let Ok(id) = HeaderValue::try_from(Uuid::new_v4().to_string()) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), id);
    }
    if app.faults.may_drop() {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(CONNECTION, close);
    }
    if let Some(noted) = noted.filter(|_| !is_dropped(&response)) {
        noted.answered(response.status());
    }
    response
}

/// The fault that takes a request. Preflights are spared: what breaks is what they ask for.
fn fault(app: &App, method: &Method, path: &str) -> Option<Fault> {
    let is_spared = !is_api(path) || method == Method::OPTIONS;
    (!is_spared)
        .then(|| app.faults.take(method, path))
        .flatten()
}

async fn answer(
    app: &App,
    path: &str,
    request: Request,
    next: Next,
    fault: Option<Fault>,
) -> Response {
    if is_control(path) {
        if !app.config.control {
            return Refusal::route_not_found().into_response();
        }
        if let Err(refusal) = must_be_local(request.headers()) {
            return refusal.into_response();
        }
    }
    let headers = request.headers().clone();
    if cors::is_preflight(request.method(), &headers) {
        let mut response = StatusCode::NO_CONTENT.into_response();
        cors::allow_preflight(app, path, &headers, response.headers_mut());
        return response;
    }
    let mut response = match fault {
        Some(fault) => fault.befall(request, next).await,
        None => next.run(request).await,
    };
    cors::allow(app, path, &headers, response.headers_mut());
    response
}

fn entry(
    at: i64,
    method: &Method,
    path: &str,
    headers: &HeaderMap,
    fault: Option<&Fault>,
) -> Entry {
    Entry {
        at: iso(at),
        method: method.to_string(),
        path: path.to_owned(),
        headers: headers
            .keys()
            .map(|name| name.as_str().to_owned())
            .collect(),
        status: None,
        fault: fault.map(Fault::name),
    }
}
