//! Faults: what breaks on request, as its client meets it.

mod damage;
mod drops;
mod refusals;
mod rules;
mod statuses;
mod waits;

use serde_json::Value;

use super::server::Server;

/// A server at which the next request breaks.
fn broken(fault: &Value) -> Server {
    let server = Server::start();
    server.break_by(&serde_json::json!({ "fault": fault }));
    server
}
