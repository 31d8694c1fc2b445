//! One TCP connection: the requests that come on it, and its end.
//!
//! An answer that a fault has dropped ends it with not a byte sent.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::faults::{self, Dropped};

/// Serves a connection until its client leaves, or until `hang_up` or `stopped` tell it to end
/// after the request that is under way.
pub(crate) async fn serve(
    stream: TcpStream,
    router: Router,
    mut hang_up: watch::Receiver<()>,
    mut stopped: watch::Receiver<bool>,
) {
    let router = TowerToHyperService::new(router);
    let told = hang_up.clone();
    let used = AtomicBool::new(false);
    let service = service_fn(move |request| {
        // A request that overtakes the end of its idle connection finds it closed all the same.
        let too_late = used.swap(true, Ordering::SeqCst) && told.has_changed().unwrap_or(true);
        let answer = (!too_late).then(|| router.call(request));
        async move {
            let Ok(response) = answer.ok_or(Dropped)?.await;
            if faults::is_dropped(&response) {
                Err(Dropped)
            } else {
                Ok(response)
            }
        }
    });
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection.with_upgrades());
    // How a connection ends concerns nobody but its client, here and below.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = hang_up.changed() => {}
        _ = stopped.wait_for(|stopped| *stopped) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}
