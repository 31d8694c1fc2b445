//! Rules that are refused, and who may not set any.

use ibex_sandbox::Config;
use serde_json::{Value, json};

use super::super::server::Server;

const METHOD: &str = "method must be one of GET, POST, PUT, PATCH, DELETE, HEAD";
const PATH: &str = "path must be a path of the API, such as /v1*/auth/refresh";
const FORM: &str = "fault.retryAfterForm must be one of seconds, date";
const LOCATION: &str = "fault.location must be an http or https URL of a loopback host";

fn bad_rules() -> Vec<(Value, &'static str)> {
    let drop = json!({ "kind": "dropBefore" });
    vec![
        (json!({}), "fault is required"),
        (json!({ "fault": "dropBefore" }), "fault must be an object"),
        (json!({ "fault": {} }), "fault.kind is required"),
        (
            json!({ "fault": { "kind": 1 } }),
            "fault.kind must be a string",
        ),
        (
            json!({ "fault": drop, "tims": 2 }),
            "tims is not known here",
        ),
        (json!({ "fault": drop, "method": "get" }), METHOD),
        (json!({ "fault": drop, "method": "OPTIONS" }), METHOD),
        (json!({ "fault": drop, "path": 1 }), "path must be a string"),
        (json!({ "fault": drop, "path": "/sandbox/reset" }), PATH),
        (json!({ "fault": drop, "path": "/" }), PATH),
        (
            json!({ "fault": drop, "path": "/v1/auth/sign-in?rpId=a" }),
            PATH,
        ),
        (
            json!({ "fault": drop, "times": 0 }),
            "times must be a whole number from 1 to 1000000",
        ),
        (
            json!({ "fault": drop, "times": "2" }),
            "times must be a whole number from 1 to 1000000",
        ),
        (
            json!({ "fault": drop, "skip": -1 }),
            "skip must be a whole number from 0 to 1000000",
        ),
        (
            json!({ "fault": drop, "skip": 0.5 }),
            "skip must be a whole number from 0 to 1000000",
        ),
    ]
}

fn bad_faults() -> Vec<(Value, &'static str)> {
    let delay = "fault.delay must be a whole number from 0 to 600000";
    let status = "fault.status must be a whole number from 400 to 599";
    vec![
        (
            json!({ "kind": "dropBefore", "status": 500 }),
            "fault.status is not known here",
        ),
        (json!({ "kind": "dropBefore", "delay": 600_001 }), delay),
        (
            json!({ "kind": "latency" }),
            "fault.delay or answerDelay is required",
        ),
        (json!({ "kind": "latency", "delay": "1" }), delay),
        (json!({ "kind": "status" }), "fault.status is required"),
        (json!({ "kind": "status", "status": 200 }), status),
        (json!({ "kind": "status", "status": 600 }), status),
        (json!({ "kind": "status", "status": 70_000 }), status),
        (
            json!({ "kind": "status", "status": 500, "body": "html" }),
            "fault.body must be one of api, none",
        ),
        (
            json!({ "kind": "status", "status": 429, "retryAfter": -1 }),
            "fault.retryAfter must be a whole number from 0 to 31536000",
        ),
        (
            json!({ "kind": "status", "status": 429, "retryAfter": 1, "retryAfterForm": "iso" }),
            FORM,
        ),
        (
            json!({ "kind": "status", "status": 429, "retryAfterForm": "date" }),
            "fault.retryAfter is required",
        ),
        (json!({ "kind": "json" }), "fault.value is required"),
        (json!({ "kind": "redirect" }), "fault.location is required"),
        (
            json!({ "kind": "redirect", "location": "http://localhost/", "status": 303 }),
            "fault.status must be 302 or 307",
        ),
        (
            json!({ "kind": "redirect", "location": "https://evil.example/" }),
            LOCATION,
        ),
        (
            json!({ "kind": "redirect", "location": "http://localhost.evil.example" }),
            LOCATION,
        ),
        (
            json!({ "kind": "redirect", "location": "http://localhost@evil.example" }),
            LOCATION,
        ),
        (
            json!({ "kind": "redirect", "location": "//localhost/" }),
            LOCATION,
        ),
        (
            json!({ "kind": "redirect", "location": "javascript:alert(1)" }),
            LOCATION,
        ),
    ]
}

#[test]
fn names_what_is_wrong_with_a_rule_and_changes_nothing() {
    let server = Server::start();
    server.break_by(&json!({ "fault": { "kind": "empty" } }));
    let before = server.get("/sandbox/faults").ok();
    let faults = bad_faults().into_iter();
    let faults = faults.map(|(fault, message)| (json!({ "fault": fault }), message));
    for (rule, message) in bad_rules().into_iter().chain(faults) {
        let reply = server.post("/sandbox/faults", &rule);
        assert_eq!(reply.refused(400), message, "{rule}");
        // Neither is any rule of an array with a bad one.
        let good = json!({ "fault": { "kind": "html" } });
        let reply = server.post("/sandbox/faults", &json!([good, rule]));
        assert_eq!(reply.refused(400), format!("[1].{message}"));
    }
    assert_eq!(server.get("/sandbox/faults").ok(), before);
}

#[test]
fn lists_the_kinds_to_whoever_asks_for_an_unknown_one() {
    let server = Server::start();
    let rule = json!({ "fault": { "kind": "explode" } });
    let message = server.post("/sandbox/faults", &rule).refused(400);
    assert_eq!(
        message,
        "fault.kind must be one of latency, dropBefore, dropAfter, status, redirect, \
         truncatedBody, stall, truncatedJson, malformedJson, html, wrongType, empty, json"
    );
}

#[test]
fn refuses_what_is_no_rule_and_no_array_of_rules() {
    let server = Server::start();
    for body in [json!(1), json!("dropBefore"), json!(null)] {
        let message = server.post("/sandbox/faults", &body).refused(400);
        assert_eq!(message, "Body must be a JSON object");
    }
    for body in [json!([1]), json!([{}, null]), json!([[]])] {
        let message = server.post("/sandbox/faults", &body).refused(400);
        assert_eq!(message, "Body must be an array of JSON objects");
    }
    let headers = [("content-type", "text/plain")];
    let rule = r#"{"fault":{"kind":"empty"}}"#;
    server
        .call("POST", "/sandbox/faults", &headers, Some(rule))
        .refused(415);
    assert_eq!(server.get("/sandbox/faults").ok(), json!([]));
}

#[test]
fn refuses_more_rules_than_a_thousand() {
    let server = Server::start();
    let rule = json!({ "path": "/health", "fault": { "kind": "empty" } });
    server.break_by(&json!(vec![&rule; 999]));
    let message = server
        .post("/sandbox/faults", &json!([rule, rule]))
        .refused(400);
    assert_eq!(message, "More than 1000 rules");
    server.break_by(&rule);
    let rules = server.get("/sandbox/faults").ok();
    assert_eq!(rules.as_array().unwrap().len(), 1000);
}

#[test]
fn nothing_breaks_where_the_control_api_is_switched_off() {
    let server = Server::with(Config {
        control: false,
        ..Config::default()
    });
    let rule = json!({ "fault": { "kind": "dropBefore" } });
    server.post("/sandbox/faults", &rule).refused(404);
    server.get("/sandbox/faults").refused(404);
    server
        .send("DELETE", "/sandbox/faults", &[], &json!({}))
        .refused(404);
    server.get("/health").ok();
}
