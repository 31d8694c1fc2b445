//! Connections that end without an answer.

use serde_json::json;

use super::super::line::{Line, content_length};
use super::super::server::Server;
use super::super::user::User;

#[test]
fn a_request_dropped_before_it_is_carried_out_gets_no_byte_and_does_nothing() {
    let server = Server::start();
    let user = User::new(&server);
    server.break_by(&json!({ "method": "POST", "fault": { "kind": "dropBefore" } }));
    let mut line = Line::to(&server);
    line.write(&user, &json!({ "a": 1 }));
    assert_eq!(line.rest(), "");
    assert_eq!(user.read().status, 204);
}

#[test]
fn a_request_dropped_after_it_was_carried_out_gets_no_byte_either() {
    let server = Server::start();
    let user = User::new(&server);
    server.break_by(&json!({ "method": "POST", "fault": { "kind": "dropAfter" } }));
    let mut line = Line::to(&server);
    line.write(&user, &json!({ "a": 1 }));
    assert_eq!(line.rest(), "");
    assert_eq!(user.read().ok(), json!({ "a": 1 }));
}

#[test]
fn a_refresh_whose_answer_is_lost_has_used_its_token_up() {
    let server = Server::start();
    let user = User::new(&server);
    let body = json!({ "refresh_token": user.refresh_token() });
    let path = "/v1.2/auth/refresh";
    server.break_by(&json!({ "path": path, "fault": { "kind": "dropAfter" } }));
    let mut line = Line::to(&server);
    line.send("POST", path, "", &body.to_string());
    assert_eq!(line.rest(), "");
    let message = server.post(path, &body).refused(401);
    assert_eq!(message, "Refresh token was used before");
}

#[test]
fn a_large_body_is_taken_in_before_its_connection_is_dropped() {
    let server = Server::start();
    let user = User::new(&server);
    for kind in ["dropBefore", "dropAfter"] {
        server.break_by(&json!({ "fault": { "kind": kind } }));
        let mut line = Line::to(&server);
        line.write(&user, &json!({ "a": "x".repeat(8 * 1024 * 1024) }));
        assert_eq!(line.rest(), "", "{kind}");
    }
}

#[test]
fn connections_that_are_open_end_when_a_rule_that_drops_is_set() {
    for kind in ["dropBefore", "dropAfter"] {
        let server = Server::start();
        let mut unused = Line::to(&server);
        let mut idle = Line::to(&server);
        idle.get("/health");
        let head = idle.head();
        idle.bytes(content_length(&head));
        // The server has taken this connection in once it has answered a later one.
        assert!(unused.is_silent() && idle.is_silent());
        server.break_by(&json!({ "skip": 9, "fault": { "kind": kind } }));
        assert_eq!(idle.rest(), "");
        assert_eq!(unused.rest(), "");
    }
}

#[test]
fn each_connection_serves_one_request_while_a_rule_that_drops_is_in_force() {
    let server = Server::start();
    server.break_by(&json!({ "skip": 9, "fault": { "kind": "dropAfter" } }));
    for path in ["/health", "/", "/sandbox/mails", "/v1.2/auth/refresh"] {
        let mut line = Line::to(&server);
        line.get(path);
        assert!(line.head().contains("\r\nconnection: close\r\n"), "{path}");
        line.rest();
    }
}

#[test]
fn connections_stay_open_once_the_drop_is_over_and_through_any_other_fault() {
    let server = Server::start();
    let mut line = Line::to(&server);
    let mut ask = |path: &str| {
        line.get(path);
        let head = line.head();
        line.bytes(content_length(&head));
        head
    };
    assert!(ask("/health").starts_with("http/1.1 200"));
    let rule = json!({ "path": "/health", "fault": { "kind": "status", "status": 503 } });
    server.break_by(&rule);
    assert!(ask("/health").starts_with("http/1.1 503"));
    assert!(ask("/health").starts_with("http/1.1 200"));

    server.break_by(&json!({ "fault": { "kind": "dropBefore" } }));
    let request = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assert_eq!(server.raw(request), "");
    let mut line = Line::to(&server);
    for _ in 0..2 {
        line.get("/health");
        let head = line.head();
        assert!(!head.contains("connection: close"), "{head}");
        line.bytes(content_length(&head));
    }
}
