//! Tenants.

use ibex_sandbox::Config;
use serde_json::json;

use super::authenticator::Authenticator;
use super::server::Server;
use super::user::User;

fn good_server() -> Server {
    let rp_ids = vec!["example.com".into(), "shop.localhost".into()];
    Server::with(Config {
        rp_ids,
        ..Config::default()
    })
}

/// The rpId that a request with these headers is answered for.
fn rp_id(server: &Server, path: &str, headers: &[(&str, &str)]) -> String {
    let options = server.call("GET", path, headers, None).ok();
    options["credentialRequestOptions"]["rpId"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn refuses_whoever_names_no_known_tenant() {
    let server = good_server();
    let unknown: [&[(&str, &str)]; 6] = [
        &[],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "https://notexample.com")],
        &[
            ("x-rpid", "evil.example"),
            ("origin", "https://example.com"),
        ],
        &[("referer", "https://evil.example/page")],
    ];
    for headers in unknown {
        let reply = server.call("GET", "/v1.2/auth/sign-in", headers, None);
        assert_eq!(reply.refused(400), "Unknown domain/rpId", "{headers:?}");
    }
}

#[test]
fn takes_the_tenant_in_the_documented_order() {
    let server = good_server();
    let (query, path) = ("/v1.2/auth/sign-in?rpId=localhost", "/v1.2/auth/sign-in");
    let (origin, referer) = (
        ("origin", "https://example.com"),
        ("referer", "http://localhost:1/x"),
    );
    let (header, variant) = (("x-rpid", "example.com"), ("x-rp-id", "localhost"));
    assert_eq!(rp_id(&server, query, &[header, origin]), "localhost");
    assert_eq!(rp_id(&server, path, &[header, variant]), "example.com");
    assert_eq!(rp_id(&server, path, &[variant, origin]), "localhost");
    assert_eq!(rp_id(&server, path, &[origin, referer]), "example.com");
    assert_eq!(rp_id(&server, path, &[referer]), "localhost");
}

#[test]
fn maps_loopback_origins_to_localhost_and_subdomains_to_their_domain() {
    let server = good_server();
    let of = |origin| rp_id(&server, "/v1.2/auth/sign-in", &[("origin", origin)]);
    for origin in [
        "http://127.0.0.1:5173",
        "http://[::1]:3000",
        "https://any.localhost",
    ] {
        assert_eq!(of(origin), "localhost");
    }
    assert_eq!(of("https://sub.example.com"), "example.com");
    assert_eq!(of("http://shop.localhost:3000"), "shop.localhost");
}

#[test]
fn accepts_ceremonies_from_the_tenants_own_pages_only() {
    let server = good_server();
    User::on(&server, "https://example.com", "example.com");
    User::on(&server, "https://sub.example.com", "example.com");
    User::on(&server, "http://shop.localhost:4000", "shop.localhost");
    User::on(&server, "https://localhost:8443", "localhost");
    for origin in [
        "http://example.com",
        "https://example.com:8443",
        "https://notexample.com",
    ] {
        let mut passkey = Authenticator::new(origin, "example.com");
        let options = server.get("/v1.2/auth/sign-up?rpId=example.com").ok();
        let credential = passkey.create(&options["credentialRequestOptions"]);
        let body = json!({ "credential": credential });
        let reply = server.post("/v1.2/auth/sign-up?rpId=example.com", &body);
        assert_eq!(reply.refused(400), "Origin does not match the rpId");
    }
}

#[test]
fn refuses_a_challenge_of_another_tenant() {
    let server = good_server();
    let user = User::on(&server, "https://example.com", "example.com");
    let options = server.get("/v1.2/auth/sign-in").ok();
    let credential = user.passkey.get(&options["credentialRequestOptions"]);
    let headers = [("x-rpid", "example.com")];
    let body = json!({ "credential": credential });
    let reply = server.send("POST", "/v1.2/auth/sign-in", &headers, &body);
    assert_eq!(reply.refused(401), "Challenge is unknown, used or expired");
}

#[test]
fn keeps_users_of_one_tenant_from_another() {
    let server = good_server();
    let user = User::on(&server, "https://example.com", "example.com");
    let elsewhere = Authenticator {
        origin: "http://localhost:3000".into(),
        rp_id: "localhost".into(),
        ..user.passkey.clone()
    };
    let options = server.get("/v1.2/auth/sign-in").ok();
    let credential = elsewhere.get(&options["credentialRequestOptions"]);
    let reply = server.post("/v1.2/auth/sign-in", &json!({ "credential": credential }));
    assert_eq!(reply.refused(401), "Unknown credential");
}

#[test]
fn refuses_an_access_token_of_another_tenant() {
    let server = good_server();
    let user = User::on(&server, "https://example.com", "example.com");
    user.write(&json!({ "a": 1 })).ok();
    let path = format!("/v1.2/ibexsafe/userdata/external/{}", user.id());
    let headers = [
        ("origin", "http://localhost:3000"),
        ("authorization", &*user.bearer()),
    ];
    let reply = server.call("GET", &path, &headers, None);
    assert_eq!(reply.refused(401), "Access token is of another rpId");
    assert_eq!(user.read().ok(), json!({ "a": 1 }));
}
