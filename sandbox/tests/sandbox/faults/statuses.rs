//! Refusals and redirects that come in place of an answer.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::super::server::{PAGE, Server};
use super::super::user::User;
use super::broken;

#[test]
fn refuses_with_any_status_in_the_form_of_the_api() {
    let server = Server::start();
    for status in [400, 401, 403, 404, 409, 429, 499, 500, 502, 503, 504, 599] {
        server.break_by(&json!({ "fault": { "kind": "status", "status": status } }));
        let reply = server.get("/v1.2/auth/sign-in");
        reply.refused(status);
        assert_eq!(reply.header("retry-after"), None);
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        assert!(reply.header("x-request-id").is_some());
    }
}

#[test]
fn refuses_without_a_body_where_none_is_wanted() {
    let server = broken(&json!({ "kind": "status", "status": 502, "body": "none" }));
    let reply = server.get("/health");
    assert_eq!((reply.status, reply.text.as_str()), (502, ""));
    assert_eq!(reply.header("content-type"), None);
}

#[test]
fn does_not_carry_out_what_it_refuses_or_redirects() {
    let server = Server::start();
    let user = User::new(&server);
    for (fault, status) in [
        (json!({ "kind": "status", "status": 500 }), 500),
        (json!({ "kind": "redirect", "location": PAGE }), 307),
    ] {
        server.break_by(&json!({ "fault": fault }));
        assert_eq!(user.write(&json!({ "a": 1 })).status, status);
        assert_eq!(user.read().status, 204);
    }
}

#[test]
fn takes_a_large_body_in_before_it_refuses() {
    let server = Server::start();
    let user = User::new(&server);
    server.break_by(&json!({ "fault": { "kind": "status", "status": 503 } }));
    user.write(&json!({ "a": "x".repeat(8 * 1024 * 1024) }))
        .refused(503);
}

#[test]
fn says_in_seconds_when_to_come_again() {
    for seconds in [0, 2, 86_400] {
        let server = broken(&json!({ "kind": "status", "status": 429, "retryAfter": seconds }));
        let reply = server.get("/health");
        assert_eq!(reply.header("retry-after"), Some(&*seconds.to_string()));
    }
}

#[test]
fn says_when_to_come_again_by_the_clock_that_nobody_has_moved() {
    let server = Server::start();
    for advance in [0, 86_400, -2 * 86_400] {
        server.advance(advance);
        let fault = json!({
            "kind": "status", "status": 503, "retryAfter": 60, "retryAfterForm": "date"
        });
        server.break_by(&json!({ "fault": fault }));
        let wait = SignedDuration::from_secs(60);
        let earliest = Timestamp::now() + wait;
        let reply = server.get("/health");
        let date = reply.header("retry-after").unwrap();
        assert!(date.ends_with(" GMT"), "{date}");
        let date = jiff::fmt::rfc2822::parse(date).unwrap().timestamp();
        // A date has whole seconds, so it may be up to one later.
        let latest = Timestamp::now() + wait + SignedDuration::from_secs(1);
        assert!((earliest..=latest).contains(&date), "{date}");
    }
}

#[test]
fn redirects_to_another_origin_of_this_machine() {
    let location = "http://127.0.0.1:9/elsewhere?a=b";
    for (status, fault) in [
        (307, json!({ "kind": "redirect", "location": location })),
        (
            307,
            json!({ "kind": "redirect", "location": location, "status": 307 }),
        ),
        (
            302,
            json!({ "kind": "redirect", "location": location, "status": 302 }),
        ),
    ] {
        let reply = broken(&fault).get("/health");
        assert_eq!(reply.status, status);
        assert_eq!(reply.header("location"), Some(location));
    }
}

#[test]
fn pages_of_other_origins_can_read_what_broke() {
    for fault in [
        json!({ "kind": "status", "status": 429, "retryAfter": 1 }),
        json!({ "kind": "status", "status": 503, "body": "none" }),
        json!({ "kind": "redirect", "location": PAGE }),
        json!({ "kind": "truncatedJson" }),
        json!({ "kind": "html" }),
        json!({ "kind": "wrongType" }),
        json!({ "kind": "empty" }),
        json!({ "kind": "json", "value": [] }),
        json!({ "kind": "latency", "delay": 1 }),
    ] {
        let reply = broken(&fault).get("/health");
        let allowed = reply.header("access-control-allow-origin");
        assert_eq!(allowed, Some(PAGE), "{fault}");
        let exposed = reply.header("access-control-expose-headers");
        assert_eq!(exposed, Some("Retry-After, x-request-id"), "{fault}");
    }
}
