//! The pages: `www/` at the root and `pkg/` under `/pkg/`, as files.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::answer::Answer;
use crate::app::App;
use crate::error::Refusal;

const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self'; connect-src 'self' http://localhost:* http://127.0.0.1:* https:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS: [(axum::http::HeaderName, &str); 4] = [
    (CACHE_CONTROL, "no-cache"),
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "strict-origin-when-cross-origin"),
];

/// Answers whatever no route took.
pub(crate) async fn serve(app: Arc<App>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let method = request.method().clone();
    let work = move || find(&app, &method, &path);
    let found = tokio::task::spawn_blocking(work).await;
    found
        .unwrap_or_else(|_| Err(Refusal::internal()))
        .into_response()
}

fn find(app: &App, method: &Method, path: &str) -> Result<Response, Refusal> {
    let Some(site) = app.config.site.as_deref() else {
        return if path == "/" {
            Ok(greeting())
        } else {
            Err(Refusal::route_not_found())
        };
    };
    let (folder, rest) = match path.strip_prefix("/pkg/") {
        Some(rest) => (site.join("pkg"), rest),
        None => (site.join("www"), path.trim_start_matches('/')),
    };
    let file = inside(&folder, rest).ok_or_else(Refusal::route_not_found)?;
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Err(Refusal::method_not_allowed());
    }
    let bytes = std::fs::read(&file).map_err(|_| Refusal::route_not_found())?;
    let mut response = Response::new(Body::from(bytes));
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type(&file)));
    Ok(response)
}

/// The file that a path names; none outside the folder, none that is hidden.
fn inside(folder: &Path, rest: &str) -> Option<PathBuf> {
    // No file of a site needs an escape in its name, and an escape could hide a separator.
    if rest.contains(['%', '\\', '\0', ':']) {
        return None;
    }
    let is_plain = |part: Component<'_>| match part {
        Component::Normal(name) => !name.to_string_lossy().starts_with('.'),
        _ => false,
    };
    if !Path::new(rest).components().all(is_plain) {
        return None;
    }
    let mut file = folder.join(rest);
    if rest.is_empty() || rest.ends_with('/') {
        file.push("index.html");
    }
    // A symbolic link may point anywhere, so what counts is where the file really is.
    let file = file.canonicalize().ok()?;
    (file.starts_with(folder.canonicalize().ok()?) && file.is_file()).then_some(file)
}

fn content_type(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" | "md" | "ts" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn greeting() -> Response {
    let message = "ibex-sandbox is running. For the demo pages, start it with --site DIR, \
        where DIR holds www/ and pkg/.";
    Answer::with_status(StatusCode::OK, &serde_json::json!({ "message": message })).into_response()
}
