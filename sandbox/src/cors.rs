//! CORS: which pages of other origins may call the API, and with what.
//!
//! Open to every loopback origin and to the hosts of known rpIds. There are no cookies, so
//! credentials are not allowed; a page gets no further than the tokens that it holds.

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method};

use crate::app::App;
use crate::control::is_control;
use crate::origin::{host_of_url, is_loopback};
use crate::variants::Cors;

/// The request headers of the protocol, but for `Authorization`.
const ALLOWED: &str =
    "X-IBEx-Auth, X-RpId, X-Rp-Id, x-api-key, X-Blockchain-Id, Content-Type, X-End-User-IP";

const METHODS: &str = "GET, POST, PUT, PATCH, DELETE";

/// Two hours, the longest that browsers honour alike.
const MAX_AGE: &str = "7200";

/// Whether a request is a preflight, which is answered without a route.
pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    method == Method::OPTIONS
        && headers.contains_key(ORIGIN)
        && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// Adds what lets the page of `request` read the answer, if that page may.
pub(crate) fn allow(app: &App, path: &str, request: &HeaderMap, answer: &mut HeaderMap) {
    answer.append(VARY, HeaderValue::from_static("Origin"));
    let Some(origin) = request
        .get(ORIGIN)
        .filter(|origin| is_allowed(app, path, origin))
    else {
        return;
    };
    answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    let exposed = HeaderValue::from_static("Retry-After, x-request-id");
    answer.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
}

/// Adds what a preflight asks for besides.
pub(crate) fn allow_preflight(app: &App, path: &str, request: &HeaderMap, answer: &mut HeaderMap) {
    allow(app, path, request, answer);
    if !answer.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN) {
        return;
    }
    let strict = app.variants().cors == Cors::Strict && !is_control(path);
    let asked = request.get(ACCESS_CONTROL_REQUEST_HEADERS);
    let headers = match asked {
        // In the open form a dApp may send headers of its own, so those asked for are allowed.
        Some(asked) if !strict => asked.clone(),
        None if !strict => HeaderValue::try_from(format!("Authorization, {ALLOWED}"))
            .unwrap_or_else(|_| HeaderValue::from_static(ALLOWED)),
        _ => HeaderValue::from_static(ALLOWED),
    };
    answer.insert(ACCESS_CONTROL_ALLOW_HEADERS, headers);
    answer.insert(
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static(METHODS),
    );
    answer.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE));
    answer.append(
        VARY,
        HeaderValue::from_static("Access-Control-Request-Headers"),
    );
}

fn is_allowed(app: &App, path: &str, origin: &HeaderValue) -> bool {
    let host = origin.to_str().ok().and_then(host_of_url);
    host.is_some_and(|host| {
        is_loopback(&host) || (!is_control(path) && app.tenants.of_host(&host).is_some())
    })
}
