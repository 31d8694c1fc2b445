//! Waits: a rule that waits for ten minutes, and what has happened meanwhile.

use std::time::{Duration, Instant};

use serde_json::json;

use super::super::line::Line;
use super::super::server::Server;
use super::super::user::User;

const LONG: u32 = 600_000;

/// Asks again until it is so.
fn comes_true(mut is_so: impl FnMut() -> bool) {
    let patience = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < patience, "it never came true");
        std::thread::yield_now();
    }
}

fn is_taken(server: &Server) -> bool {
    server.get("/sandbox/faults").ok() == json!([])
}

#[test]
fn a_delay_holds_a_request_back_before_it_is_carried_out() {
    let server = Server::start();
    let user = User::new(&server);
    server.break_by(&json!({ "fault": { "kind": "latency", "delay": LONG } }));
    let mut line = Line::to(&server);
    line.write(&user, &json!({ "a": 1 }));
    comes_true(|| is_taken(&server));
    assert_eq!(user.read().status, 204);
    assert!(line.is_silent());
}

#[test]
fn an_answer_delay_holds_back_the_answer_of_what_was_carried_out() {
    let server = Server::start();
    let user = User::new(&server);
    server.break_by(&json!({ "fault": { "kind": "latency", "answerDelay": LONG } }));
    let mut line = Line::to(&server);
    line.write(&user, &json!({ "a": 1 }));
    comes_true(|| is_taken(&server) && user.read().status == 200);
    assert!(line.is_silent());
}

#[test]
fn any_other_fault_can_wait_as_well() {
    let server = Server::start();
    for delay in ["delay", "answerDelay"] {
        for fault in [
            json!({ "kind": "status", "status": 503 }),
            json!({ "kind": "dropBefore" }),
            json!({ "kind": "html" }),
        ] {
            let mut fault = fault;
            fault[delay] = json!(LONG);
            server.break_by(&json!({ "fault": fault }));
            let mut line = Line::to(&server);
            line.get("/health");
            comes_true(|| is_taken(&server));
            server.get("/health").ok();
            assert!(line.is_silent(), "{fault}");
        }
    }
}

#[test]
fn a_wait_that_is_over_changes_nothing_else() {
    let server = Server::start();
    let user = User::new(&server);
    server.break_by(&json!({ "fault": { "kind": "latency", "delay": 5, "answerDelay": 5 } }));
    user.write(&json!({ "a": 1 })).ok();
    assert_eq!(user.read().ok(), json!({ "a": 1 }));
}

#[test]
fn a_client_that_leaves_while_its_request_waits_is_journalled_without_a_status() {
    let server = Server::start();
    let user = User::new(&server);
    server.send("DELETE", "/sandbox/journal", &[], &json!({}));
    server.break_by(&json!({ "method": "POST", "fault": { "kind": "latency", "delay": LONG } }));
    let mut line = Line::to(&server);
    line.write(&user, &json!({ "a": 1 }));
    comes_true(|| is_taken(&server));
    drop(line);
    let journal = || server.get("/sandbox/journal").ok();
    comes_true(|| journal() != json!([]));
    assert_eq!(journal()[0]["fault"], "latency");
    assert_eq!(journal()[0]["status"], json!(null));
    assert_eq!(user.read().status, 204);
}
