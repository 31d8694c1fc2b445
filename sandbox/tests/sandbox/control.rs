//! The control API.

use ibex_sandbox::Config;
use serde_json::json;

use super::server::{PAGE, Server};
use super::user::User;

#[test]
fn refuses_a_foreign_origin() {
    let server = Server::with(Config {
        rp_ids: vec!["example.com".into()],
        ..Config::default()
    });
    for origin in [
        "https://evil.example",
        "https://example.com",
        "null",
        "file://",
    ] {
        for path in [
            "/sandbox/mails",
            "/sandbox/journal",
            "/sandbox/faults",
            "/sandbox/variants",
            "/sandbox/nothing",
        ] {
            let reply = server.call("GET", path, &[("origin", origin)], None);
            reply.refused(403);
            assert_eq!(reply.header("access-control-allow-origin"), None);
        }
    }
    let headers = [
        ("origin", "https://evil.example"),
        ("access-control-request-method", "PATCH"),
    ];
    server
        .call("OPTIONS", "/sandbox/variants", &headers, None)
        .refused(403);
}

#[test]
fn refuses_a_host_that_was_only_pointed_here() {
    let server = Server::start();
    for host in [
        "evil.example",
        "evil.example:8787",
        "localhost.evil.example",
        "",
        "localhost@evil.example",
    ] {
        let request =
            format!("GET /sandbox/mails HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert!(server.raw(&request).starts_with("HTTP/1.1 403 "), "{host}");
    }
    for host in ["localhost", "app.localhost:1", "127.0.0.1", "[::1]:9"] {
        let request =
            format!("GET /sandbox/mails HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert!(server.raw(&request).starts_with("HTTP/1.1 200 "), "{host}");
    }
}

#[test]
fn answers_pages_of_other_loopback_ports() {
    let server = Server::start();
    let reply = server.call("GET", "/sandbox/mails", &[("origin", PAGE)], None);
    assert_eq!(reply.ok(), json!([]));
    assert_eq!(reply.header("access-control-allow-origin"), Some(PAGE));
    let headers = [
        ("origin", PAGE),
        ("access-control-request-method", "PATCH"),
        ("access-control-request-headers", "content-type"),
    ];
    let reply = server.call("OPTIONS", "/sandbox/variants", &headers, None);
    assert!(
        reply
            .header("access-control-allow-methods")
            .unwrap()
            .contains("PATCH")
    );
}

#[test]
fn is_not_there_when_switched_off() {
    let server = Server::with(Config {
        control: false,
        ..Config::default()
    });
    for path in ["/sandbox/mails", "/sandbox/variants", "/sandbox"] {
        server.get(path).refused(404);
    }
    server.post("/sandbox/reset", &json!({})).refused(404);
}

#[test]
fn names_an_unknown_variant_or_value_and_changes_nothing() {
    let server = Server::start();
    let before = server.get("/sandbox/variants").ok();
    let patch = |changes| {
        server
            .send("PATCH", "/sandbox/variants", &[], &changes)
            .refused(400)
    };
    assert_eq!(
        patch(json!({ "prf": false, "colour": 1 })),
        "Unknown variant colour"
    );
    assert_eq!(
        patch(json!({ "prf": false, "cors": "x" })),
        "Unknown value of variant cors"
    );
    assert_eq!(server.get("/sandbox/variants").ok(), before);
    assert_eq!(before["cors"], "open");
    assert_eq!(before["prf"], true);
    assert_eq!(before["userVerification"], "required");
    assert_eq!(before.as_object().unwrap().len(), 15);
}

#[test]
fn journals_api_requests_without_a_value_of_theirs() {
    let server = Server::start();
    let user = User::new(&server);
    server.send("DELETE", "/sandbox/journal", &[], &json!({}));
    user.write(&json!({ "firstName": "Jane" })).ok();
    server.get("/v1/auth/sign-in?rpId=localhost").ok();
    server.get("/").ok();
    let reply = server.get("/sandbox/journal");
    let journal = reply.ok();
    let entries = journal.as_array().unwrap();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0]["method"], "POST");
    assert_eq!(entries[0]["path"], "/v1.2/ibexsafe/userdata");
    assert_eq!(entries[0]["status"], 200);
    let headers = entries[0]["headers"].as_array().unwrap();
    assert!(headers.contains(&json!("authorization")));
    assert_eq!(entries[1]["path"], "/v1/auth/sign-in");
    for value in ["Jane", "Bearer", PAGE, "rpId"] {
        assert!(!reply.text.contains(value), "{value}");
    }
}

#[test]
fn resets_everything_to_the_start() {
    let server = Server::start();
    let user = User::new(&server);
    user.write(&json!({ "a": 1 })).ok();
    user.post(
        "/v1.2/users/me/validate-email",
        &json!({ "email": "jane@foo.domain" }),
    )
    .ok();
    server.vary(&json!({ "prf": false }));
    server.advance(100);
    assert_eq!(server.post("/sandbox/reset", &json!({})).status, 204);
    assert_eq!(server.get("/sandbox/mails").ok(), json!([]));
    assert_eq!(server.get("/sandbox/journal").ok(), json!([]));
    assert_eq!(server.get("/sandbox/variants").ok()["prf"], true);
    assert_eq!(user.read().refused(401), "Access token is not valid");
    assert_eq!(user.sign_in(json!({})).refused(401), "Unknown credential");
    let body = json!({ "refresh_token": user.refresh_token() });
    server.post("/v1.2/auth/refresh", &body).refused(401);
}
