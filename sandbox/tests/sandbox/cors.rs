//! CORS.

use ibex_sandbox::Config;
use serde_json::json;

use super::reply::Reply;
use super::server::Server;

fn preflight(server: &Server, path: &str, origin: &str, headers: Option<&str>) -> Reply {
    let mut all = vec![
        ("origin", origin),
        ("access-control-request-method", "POST"),
    ];
    all.extend(headers.map(|headers| ("access-control-request-headers", headers)));
    server.call("OPTIONS", path, &all, None)
}

fn good_server() -> Server {
    Server::with(Config {
        rp_ids: vec!["example.com".into()],
        ..Config::default()
    })
}

#[test]
fn does_not_open_to_strangers() {
    let server = good_server();
    for origin in [
        "https://evil.example",
        "null",
        "https://localhost.evil.example",
    ] {
        let reply = preflight(&server, "/v1.2/auth/sign-in", origin, None);
        assert_eq!(reply.header("access-control-allow-origin"), None);
        let reply = server.call("GET", "/v1.2/auth/sign-in", &[("origin", origin)], None);
        assert_eq!(reply.header("access-control-allow-origin"), None);
    }
}

#[test]
fn opens_to_loopback_pages_and_to_pages_of_tenants() {
    let server = good_server();
    let origins = [
        "http://localhost:5173",
        "http://app.localhost",
        "http://127.0.0.1:9",
        "http://[::1]:3000",
        "https://example.com",
        "https://sub.example.com",
    ];
    for origin in origins {
        let reply = preflight(
            &server,
            "/v1.2/auth/sign-in",
            origin,
            Some("authorization,x-own"),
        );
        assert_eq!(reply.status, 204);
        assert_eq!(reply.header("access-control-allow-origin"), Some(origin));
        assert_eq!(
            reply.header("access-control-allow-headers"),
            Some("authorization,x-own")
        );
        assert!(
            reply
                .header("access-control-allow-methods")
                .unwrap()
                .contains("POST")
        );
        assert!(reply.header("access-control-max-age").is_some());
        assert_eq!(reply.header("vary"), Some("Origin"));
        let reply = server.call("GET", "/v1.2/auth/sign-in", &[("origin", origin)], None);
        assert_eq!(reply.header("access-control-allow-origin"), Some(origin));
        let exposed = reply.header("access-control-expose-headers");
        assert_eq!(exposed, Some("Retry-After, x-request-id"));
    }
}

#[test]
fn names_the_protocols_headers_when_none_are_asked_for() {
    let reply = preflight(
        &Server::start(),
        "/v1/auth/refresh",
        "http://localhost:1",
        None,
    );
    let allowed = reply.header("access-control-allow-headers").unwrap();
    for header in [
        "Authorization",
        "X-IBEx-Auth",
        "X-RpId",
        "X-Rp-Id",
        "x-api-key",
        "X-Blockchain-Id",
        "Content-Type",
        "X-End-User-IP",
    ] {
        assert!(allowed.split(", ").any(|one| one == header), "{header}");
    }
}

#[test]
fn refusals_can_be_read_across_origins_too() {
    let server = Server::start();
    let headers = [("origin", "http://localhost:5173")];
    let reply = server.call("GET", "/v1.2/auth/refresh", &headers, None);
    reply.refused(405);
    assert_eq!(
        reply.header("access-control-allow-origin"),
        Some("http://localhost:5173")
    );
}

#[test]
fn the_strict_form_does_not_allow_authorization() {
    let server = Server::start();
    server.vary(&json!({ "cors": "strict" }));
    let origin = "http://localhost:5173";
    for asked in [Some("authorization,content-type"), None] {
        let reply = preflight(&server, "/v1.2/auth/refresh", origin, asked);
        let allowed = reply
            .header("access-control-allow-headers")
            .unwrap()
            .to_lowercase();
        assert!(!allowed.contains("authorization"), "{allowed}");
        assert!(allowed.contains("x-ibex-auth"));
    }
}
