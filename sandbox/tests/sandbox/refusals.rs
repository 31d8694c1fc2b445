//! Refusals that are the same everywhere.

use serde_json::json;

use super::server::{PAGE, Server};
use super::user::User;

#[test]
fn refuses_json_that_is_malformed() {
    let server = Server::start();
    let user = User::new(&server);
    let headers = [
        ("origin", PAGE),
        ("authorization", &*user.bearer()),
        ("content-type", "application/json"),
    ];
    for path in [
        "/v1.2/auth/sign-up",
        "/v1.2/auth/refresh",
        "/v1.2/ibexsafe/userdata",
        "/v1.2/users/me",
    ] {
        for body in ["{", "", "[]", "null", "\"text\"", "{\"a\":1}}"] {
            let reply = server.call("POST", path, &headers, Some(body));
            assert_eq!(
                reply.refused(400),
                "Body must be a JSON object",
                "{path} {body}"
            );
        }
    }
}

#[test]
fn refuses_another_content_type() {
    let server = Server::start();
    for content_type in ["text/plain", "application/x-www-form-urlencoded", ""] {
        let headers = [("origin", PAGE), ("content-type", content_type)];
        let reply = server.call("POST", "/v1.2/auth/refresh", &headers, Some("{}"));
        assert_eq!(reply.refused(415), "Content-Type must be application/json");
    }
    let headers = [
        ("origin", PAGE),
        ("content-type", "application/json; charset=utf-8"),
    ];
    let reply = server.call("POST", "/v1.2/auth/refresh", &headers, Some("{}"));
    assert_eq!(reply.refused(400), "refresh_token is required");
}

#[test]
fn refuses_a_body_over_one_mebibyte() {
    let server = Server::start();
    let user = User::new(&server);
    let reply = user.write(&json!({ "a": "x".repeat(1024 * 1024) }));
    assert_eq!(reply.refused(413), "Body is larger than 1 MiB");
    user.write(&json!({ "a": "x".repeat(1024 * 1024 - 200) }))
        .ok();
}

#[test]
fn refuses_unknown_routes_and_wrong_methods() {
    let server = Server::start();
    for path in [
        "/v1.2/nothing",
        "/v2/auth/sign-in",
        "/v1.2/ibexsafe/userdata/external/",
        "/v1/users/me",
    ] {
        assert_eq!(server.get(path).refused(404), "Route not found", "{path}");
    }
    assert_eq!(
        server.post("/anything", &json!({})).refused(404),
        "Route not found"
    );
    assert_eq!(
        server.get("/v1.2/auth/refresh").refused(405),
        "Method not allowed"
    );
    let reply = server.call(
        "DELETE",
        "/v1.2/ibexsafe/userdata",
        &[("origin", PAGE)],
        None,
    );
    assert_eq!(reply.refused(405), "Method not allowed");
}

#[test]
fn every_api_answer_has_a_request_id_and_is_not_stored() {
    let server = Server::start();
    let replies = [
        server.get("/health"),
        server.get("/v1.2/auth/sign-in"),
        server.get("/v1.2/nothing"),
    ];
    let mut ids: Vec<_> = replies
        .iter()
        .map(|reply| reply.header("x-request-id").unwrap())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 3);
    for reply in &replies {
        assert_eq!(reply.header("cache-control"), Some("no-store"));
    }
}

#[test]
fn says_that_it_is_well() {
    let server = Server::start();
    let health = server.call("GET", "/health", &[], None).ok();
    assert_eq!(health["status"], "ok");
    assert!(health["timestamp"].is_string());
}

#[test]
fn survives_json_that_is_deep_or_holds_half_a_character() {
    let server = Server::start();
    let user = User::new(&server);
    let headers = [
        ("origin", PAGE),
        ("authorization", &*user.bearer()),
        ("content-type", "application/json"),
    ];
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let deep = format!("{}1{}", open.repeat(9000), close.repeat(9000));
        let body = format!(r#"{{"data":{{"a":{deep}}}}}"#);
        let reply = server.call("POST", "/v1.2/users/me", &headers, Some(&body));
        assert_eq!(
            reply.refused(400),
            "data.a must be a string, number, boolean or null"
        );
        let body = format!(r#"{{"credential":{deep}}}"#);
        server
            .call("POST", "/v1.2/auth/sign-up", &headers, Some(&body))
            .refused(400);
    }
    let half = r#"{"data":{"a":"\ud800"}}"#;
    server
        .call("POST", "/v1.2/users/me", &headers, Some(half))
        .ok();
    assert_eq!(user.read().text, r#"{"a":"\ud800"}"#);
    assert_eq!(server.get("/health").status, 200);
}
