//! The edge: what happens to every request around its route.
//!
//! Each answer carries `x-request-id`; each API answer is `no-store`; each API request is
//! journalled; preflights end here.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use crate::app::App;
use crate::clock::iso;
use crate::control::{is_control, must_be_local};
use crate::cors;
use crate::error::Refusal;
use crate::journal::Entry;

pub(crate) async fn around(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let headers = request.headers().clone();
    let at = app.clock.now();
    let mut response = answer(&app, &path, request, next).await;
    if is_api(&path) || is_control(&path) {
        let no_store = HeaderValue::from_static("no-store");
        response.headers_mut().insert(CACHE_CONTROL, no_store);
    }
    if let Ok(id) = HeaderValue::try_from(Uuid::new_v4().to_string()) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), id);
    }
    if is_api(&path) {
        app.journal
            .note(entry(at, &method, path, &headers, response.status()));
    }
    response
}

async fn answer(app: &App, path: &str, request: Request, next: Next) -> Response {
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
    let mut response = next.run(request).await;
    cors::allow(app, path, &headers, response.headers_mut());
    response
}

/// Paths of the wallet API: `/v1…` and the health check.
fn is_api(path: &str) -> bool {
    path.starts_with("/v1/") || path.starts_with("/v1.") || path == "/health"
}

fn entry(at: i64, method: &Method, path: String, headers: &HeaderMap, status: StatusCode) -> Entry {
    Entry {
        at: iso(at),
        method: method.to_string(),
        path,
        headers: headers
            .keys()
            .map(|name| name.as_str().to_owned())
            .collect(),
        status: status.as_u16(),
    }
}
