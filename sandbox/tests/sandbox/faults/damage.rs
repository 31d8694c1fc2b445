//! Answers that are damaged on their way, after their request was carried out.

use serde_json::{Value, json};

use super::super::line::{Line, content_length};
use super::super::server::{PAGE, Server};
use super::super::user::User;
use super::broken;

const HEALTHY: &str = r#"{"status":"ok","timestamp":"#;

#[test]
fn a_truncated_body_ends_before_the_length_that_was_announced() {
    let server = broken(&json!({ "kind": "truncatedBody" }));
    let mut line = Line::to(&server);
    line.get("/health");
    let head = line.head();
    assert!(head.starts_with("http/1.1 200 "), "{head}");
    assert!(head.contains("content-type: application/json"), "{head}");
    let half = line.rest();
    assert!(HEALTHY.starts_with(&half) && !half.is_empty(), "{half}");
    assert!(content_length(&head) > half.len());
}

#[test]
fn a_stalled_body_neither_goes_on_nor_ends() {
    let server = broken(&json!({ "kind": "stall" }));
    let mut line = Line::to(&server);
    line.get("/health");
    let head = line.head();
    let half = content_length(&head).div_ceil(2);
    assert!(HEALTHY.starts_with(&line.bytes(half)));
    // Whatever were to follow would be there by the time another request is answered.
    server.get("/health").ok();
    assert!(line.is_silent());
}

#[test]
fn truncated_json_comes_whole_as_http_counts() {
    let server = broken(&json!({ "kind": "truncatedJson" }));
    let reply = server.get("/health");
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.header("content-length"),
        Some(&*reply.text.len().to_string())
    );
    assert!(HEALTHY.starts_with(&reply.text) && !reply.text.is_empty());
    assert!(serde_json::from_str::<Value>(&reply.text).is_err());
}

#[test]
fn malformed_json_is_long_enough_and_cannot_be_parsed() {
    let server = broken(&json!({ "kind": "malformedJson" }));
    let reply = server.get("/health");
    assert_eq!(reply.status, 200);
    assert!(reply.text.starts_with(HEALTHY) && reply.text.ends_with('}'));
    assert!(serde_json::from_str::<Value>(&reply.text).is_err());
}

#[test]
fn a_page_comes_where_json_was_expected() {
    let server = broken(&json!({ "kind": "html" }));
    let reply = server.post("/v1.2/auth/refresh", &json!({}));
    assert_eq!(reply.status, 200);
    assert_eq!(
        reply.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(reply.text.starts_with("<!doctype html>"));
}

#[test]
fn the_right_json_comes_under_the_wrong_type() {
    let server = broken(&json!({ "kind": "wrongType" }));
    let reply = server.get("/health");
    assert_eq!(
        reply.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert_eq!(reply.ok()["status"], "ok");
}

#[test]
fn nothing_comes_with_status_200() {
    let server = broken(&json!({ "kind": "empty" }));
    let reply = server.get("/v1.2/auth/sign-in");
    assert_eq!((reply.status, reply.text.as_str()), (200, ""));
    assert_eq!(reply.header("content-length"), Some("0"));
}

#[test]
fn any_json_comes_as_it_was_asked_for() {
    for value in ["null", "[]", "{}", "\"text\"", r#"{"access_token":1.50}"#] {
        let server = Server::start();
        let rule = format!(r#"{{"fault":{{"kind":"json","value":{value}}}}}"#);
        let headers = [("content-type", "application/json")];
        server
            .call("POST", "/sandbox/faults", &headers, Some(&rule))
            .ok();
        let reply = server.post("/v1.2/auth/refresh", &json!({}));
        assert_eq!((reply.status, reply.text.as_str()), (200, value));
        assert_eq!(
            reply.header("content-type"),
            Some("application/json; charset=utf-8")
        );
    }
}

#[test]
fn carries_the_request_out_first() {
    let server = Server::start();
    let user = User::new(&server);
    for fault in [
        json!({ "kind": "truncatedBody" }),
        json!({ "kind": "stall" }),
        json!({ "kind": "truncatedJson" }),
        json!({ "kind": "malformedJson" }),
        json!({ "kind": "html" }),
        json!({ "kind": "wrongType" }),
        json!({ "kind": "empty" }),
        json!({ "kind": "json", "value": null }),
    ] {
        server.break_by(&json!({ "fault": fault }));
        let mut line = Line::to(&server);
        line.write(&user, &json!({ "last": fault["kind"] }));
        assert!(line.head().starts_with("http/1.1 200 "), "{fault}");
        assert_eq!(user.read().ok(), json!({ "last": fault["kind"] }));
    }
}

#[test]
fn a_refusal_keeps_its_status_where_only_its_body_is_damaged() {
    for (kind, status) in [("truncatedJson", 400), ("wrongType", 400), ("html", 200)] {
        let server = broken(&json!({ "kind": kind }));
        let reply = server.post("/v1.2/auth/refresh", &json!({}));
        assert_eq!(reply.status, status, "{kind}");
    }
}

#[test]
fn an_answer_without_a_body_is_damaged_as_an_empty_object() {
    let server = Server::start();
    let user = User::new(&server);
    for (kind, text) in [
        ("truncatedJson", "{"),
        ("malformedJson", "{}}"),
        ("wrongType", "{}"),
    ] {
        assert_eq!(user.read().status, 204);
        server.break_by(&json!({ "fault": { "kind": kind } }));
        let reply = user.read();
        assert_eq!((reply.status, reply.text.as_str()), (200, text), "{kind}");
        assert_eq!(reply.header("access-control-allow-origin"), Some(PAGE));
    }
}
