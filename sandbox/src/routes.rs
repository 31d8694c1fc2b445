//! The table of routes, and how a route is run.

mod caller;
mod email;
mod email_address;
mod refresh;
mod session;
mod sign_in;
mod sign_in_data;
mod sign_up;
mod user_data;
mod wallet_mode;

use std::sync::Arc;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use serde_json::json;

use crate::answer::Answer;
use crate::app::App;
use crate::call::Call;
use crate::clock::iso;
use crate::control;
use crate::error::Refusal;
use crate::site;
use crate::variants::Ibexsafe;

/// The largest body that a route looks at.
const BODY_LIMIT: usize = 1024 * 1024;

/// The largest body that is read to its end before it is refused. A client that is still
/// writing when the connection closes sees a broken pipe, not the 413.
pub(crate) const DRAIN_LIMIT: usize = 16 * BODY_LIMIT;

/// A route: blocking code, run on a thread of its own to its end, whether or not the client
/// waits for it.
pub(crate) type Route = fn(&App, &Call) -> Result<Answer, Refusal>;

pub(crate) fn router(app: &Arc<App>) -> Router<Arc<App>> {
    let mut router = Router::new()
        .route("/health", get(run(health)))
        .route("/v1.2/users/me", post(run(user_data::write_own)))
        .route("/v1.2/users/me/validate-email", post(run(email::validate)))
        .route("/v1.2/users/me/confirm-email", post(run(email::confirm)));
    for version in ["v1", "v1.1", "v1.2"] {
        let auth = |name: &str| format!("/{version}/auth/{name}");
        let safe = |name: &str| format!("/{version}/ibexsafe/{name}");
        router = router
            .route(
                &auth("sign-up"),
                get(run(sign_up::options)).post(run(sign_up::finish)),
            )
            .route(
                &auth("sign-in"),
                get(run(sign_in::options)).post(run(sign_in::finish)),
            )
            .route(&auth("refresh"), post(run(refresh::refresh)))
            .route(&safe("userdata"), post(run(user_data::write)))
            .route(
                &safe("userdata/external/{externalUserId}"),
                get(run(user_data::read)),
            )
            .route(&safe("validateEmail"), post(run(email::validate)))
            .route(&safe("confirmEmail"), post(run(email::confirm)));
    }
    if app.config.control {
        router = control::add_routes(router);
    }
    router
        .fallback_service(fallback(app))
        .method_not_allowed_fallback(wrong_method)
}

/// Paths of the wallet API: `/v1…` and the health check.
pub(crate) fn is_api(path: &str) -> bool {
    path.starts_with("/v1/") || path.starts_with("/v1.") || path == "/health"
}

/// How a route is run: with its body read, off the runtime's threads.
pub(crate) fn run(
    route: Route,
) -> impl Fn(State<Arc<App>>, Request) -> std::pin::Pin<Box<dyn Future<Output = Response> + Send>>
+ Clone
+ Send
+ Sync
+ 'static {
    move |State(app), request| {
        Box::pin(async move {
            let outcome = async {
                let call = read(request).await?;
                let work = move || {
                    served(&app, call.path())?;
                    route(&app, &call)
                };
                // A route that panics is a defect; its client still gets an answer.
                tokio::task::spawn_blocking(work)
                    .await
                    .unwrap_or_else(|_| Err(Refusal::internal()))
            };
            outcome.await.into_response()
        })
    }
}

async fn read(request: Request) -> Result<Call, Refusal> {
    let too_large = || Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "Body is larger than 1 MiB");
    let (head, body) = request.into_parts();
    let bytes = to_bytes(body, DRAIN_LIMIT).await.map_err(|_| too_large())?;
    if bytes.len() > BODY_LIMIT {
        return Err(too_large());
    }
    Ok(Call {
        uri: head.uri,
        headers: head.headers,
        bytes: bytes.into(),
    })
}

/// Where the variant says so, a path is not there at all.
fn served(app: &App, path: &str) -> Result<(), Refusal> {
    let is_safe = path.split('/').nth(2) == Some("ibexsafe");
    let gone = match app.variants().ibexsafe {
        Ibexsafe::All => false,
        Ibexsafe::V11 => path.starts_with("/v1.2/"),
        Ibexsafe::None => true,
    };
    if is_safe && gone {
        Err(Refusal::route_not_found())
    } else {
        Ok(())
    }
}

fn fallback(app: &Arc<App>) -> MethodRouter {
    let app = Arc::clone(app);
    axum::routing::any(move |request: Request| {
        let app = Arc::clone(&app);
        async move { site::serve(app, request).await }
    })
}

async fn wrong_method() -> Refusal {
    Refusal::method_not_allowed()
}

fn health(app: &App, _: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::ok(
        &json!({ "status": "ok", "timestamp": iso(app.clock.now()) }),
    ))
}
