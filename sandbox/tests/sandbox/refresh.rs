//! Refresh.

use ibex_sandbox::Config;
use serde_json::{Value, json};

use super::reply::Reply;
use super::server::{PAGE, Server};
use super::user::User;

fn refresh(server: &Server, token: &str) -> Reply {
    server.post("/v1.2/auth/refresh", &json!({ "refresh_token": token }))
}

#[test]
fn names_the_token_that_is_missing() {
    let server = Server::start();
    for body in [
        json!({}),
        json!({ "refresh_token": null }),
        json!({ "refresh_token": "" }),
    ] {
        let message = server.post("/v1.2/auth/refresh", &body).refused(400);
        assert_eq!(message, "refresh_token is required");
    }
    let message = server
        .post("/v1.2/auth/refresh", &json!({ "refresh_token": 5 }))
        .refused(400);
    assert_eq!(message, "refresh_token must be a string");
}

#[test]
fn refuses_a_token_that_was_used_before() {
    let server = Server::start();
    let user = User::new(&server);
    refresh(&server, user.refresh_token()).ok();
    let message = refresh(&server, user.refresh_token()).refused(401);
    assert_eq!(message, "Refresh token was used before");
}

#[test]
fn lets_one_of_many_at_once_win() {
    let server = Server::start();
    let user = User::new(&server);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| refresh(&server, user.refresh_token()).status))
            .collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
}

#[test]
fn refuses_a_token_that_has_expired() {
    let server = Server::start();
    let user = User::new(&server);
    server.advance(86_400);
    let message = refresh(&server, user.refresh_token()).refused(401);
    assert_eq!(message, "Refresh token has expired");
}

#[test]
fn refuses_an_access_token_and_what_is_no_token() {
    let server = Server::start();
    let user = User::new(&server);
    for token in [
        user.session["access_token"].as_str().unwrap(),
        "nonsense",
        "a.b.c",
    ] {
        assert_eq!(
            refresh(&server, token).refused(401),
            "Refresh token is not valid"
        );
    }
}

#[test]
fn refuses_a_token_of_another_tenant_and_does_not_use_it_up() {
    let server = Server::with(Config {
        rp_ids: vec!["example.com".into()],
        ..Config::default()
    });
    let user = User::new(&server);
    let body = json!({ "refresh_token": user.refresh_token() });
    let elsewhere = server.send(
        "POST",
        "/v1.2/auth/refresh",
        &[("x-rpid", "example.com")],
        &body,
    );
    assert_eq!(elsewhere.refused(401), "Refresh token is of another rpId");
    refresh(&server, user.refresh_token()).ok();
}

#[test]
fn gives_new_tokens_after_the_old_access_token_has_expired() {
    let server = Server::with(Config {
        access_ttl: 10,
        ..Config::default()
    });
    let user = User::new(&server);
    server.advance(11);
    assert_eq!(user.read().refused(401), "Access token has expired");
    let renewed = refresh(&server, user.refresh_token()).ok();
    assert_eq!(renewed["token_type"], "Bearer");
    assert_eq!(renewed["expires_in"], 10);
    assert_eq!(renewed["subject"], user.id());
    assert_eq!(renewed["issuer"], "localhost");
    assert_eq!(renewed["audience"], "localhost");
    assert_eq!(renewed["roles"], json!(["USER"]));
    assert_eq!(reads_with(&user, &renewed).status, 204);
    refresh(&server, renewed["refresh_token"].as_str().unwrap()).ok();
}

#[test]
fn leaves_the_old_access_token_to_its_own_end() {
    let server = Server::start();
    let user = User::new(&server);
    refresh(&server, user.refresh_token()).ok();
    assert_eq!(user.read().status, 204);
}

fn reads_with(user: &User<'_>, session: &Value) -> Reply {
    let bearer = format!("Bearer {}", session["access_token"].as_str().unwrap());
    let path = format!("/v1.2/ibexsafe/userdata/external/{}", user.id());
    user.server.call(
        "GET",
        &path,
        &[("origin", PAGE), ("authorization", &bearer)],
        None,
    )
}
