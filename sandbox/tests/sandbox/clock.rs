//! The clock, which goes forward and back.

use ibex_sandbox::Config;
use jiff::{Timestamp, Unit};
use serde_json::{Value, json};

use super::server::Server;
use super::user::{User, sign_in_options};

fn time(reply: &Value, name: &str) -> Timestamp {
    reply[name].as_str().unwrap().parse().unwrap()
}

/// How many seconds the clock goes by this.
fn moved(server: &Server, advance: &Value) -> f64 {
    let before = time(&server.get("/health").ok(), "timestamp");
    let body = json!({ "advance": advance });
    let after = time(&server.post("/sandbox/clock", &body).ok(), "now");
    (after - before).total(Unit::Second).unwrap()
}

#[test]
fn refuses_what_is_no_time_and_what_is_too_far() {
    let server = Server::start();
    for advance in [
        json!("60"),
        json!(null),
        json!([]),
        json!(1e300),
        json!(1e12),
        json!(-1e300),
        json!(-1e12),
    ] {
        let message = server
            .post("/sandbox/clock", &json!({ "advance": advance }))
            .refused(400);
        assert!(message.starts_with("advance"), "{message}");
    }
    assert!(moved(&server, &json!(0)) < 1e9);
}

#[test]
fn moves_forward_and_back() {
    let server = Server::start();
    assert!(moved(&server, &json!(90)) >= 90.0);
    // The machine's clock goes on meanwhile, but not for an hour.
    assert!(moved(&server, &json!(-7200.5)) < -3600.0);
    server.post("/sandbox/reset", &json!({}));
    // It shows whole milliseconds.
    let before = Timestamp::now() - jiff::SignedDuration::from_millis(1);
    let shown = time(&server.get("/health").ok(), "timestamp");
    assert!((before..=Timestamp::now()).contains(&shown));
}

#[test]
fn what_was_used_up_stays_used_when_it_goes_back() {
    let server = Server::start();
    let user = User::new(&server);
    let refresh = json!({ "refresh_token": user.refresh_token() });
    server.post("/v1.2/auth/refresh", &refresh).ok();
    let credential = user.passkey.get(&sign_in_options(&server));
    let sign_in = json!({ "credential": credential });
    server.post("/v1.2/auth/sign-in", &sign_in).ok();
    server.advance(-86_400);
    server.post("/v1.2/auth/refresh", &refresh).refused(401);
    let message = server.post("/v1.2/auth/sign-in", &sign_in).refused(401);
    assert_eq!(message, "Challenge is unknown, used or expired");
}

#[test]
fn what_had_expired_is_good_again_when_it_goes_back() {
    let server = Server::start();
    let user = User::new(&server);
    let body = json!({ "email": "jane@foo.domain" });
    user.post("/v1.2/users/me/validate-email", &body).ok();
    let code = server.newest_code();
    let credential = user.passkey.get(&sign_in_options(&server));
    server.advance(2 * 86_400);
    user.read().refused(401);
    server.advance(-2 * 86_400);
    assert_eq!(user.read().status, 204);
    let body = json!({ "email": "jane@foo.domain", "code": code });
    user.post("/v1.2/users/me/confirm-email", &body).ok();
    let body = json!({ "credential": credential });
    server.post("/v1.2/auth/sign-in", &body).ok();
}

#[test]
fn a_refresh_token_outlives_the_tidying_of_a_clock_that_was_ahead() {
    let server = Server::start();
    let user = User::new(&server);
    server.advance(2 * 86_400);
    let other = User::new(&server);
    let refresh = |user: &User<'_>| json!({ "refresh_token": user.refresh_token() });
    server.post("/v1.2/auth/refresh", &refresh(&other)).ok();
    server.advance(-2 * 86_400);
    server.post("/v1.2/auth/refresh", &refresh(&user)).ok();
}

#[test]
fn tokens_of_a_clock_that_is_behind_live_as_long_as_any() {
    let server = Server::with(Config {
        access_ttl: 3600,
        ..Config::default()
    });
    server.advance(-30 * 86_400);
    let user = User::new(&server);
    assert_eq!(user.session["expires_in"], 3600);
    assert_eq!(user.read().status, 204);
    user.sign_in(json!({})).ok();
    server.advance(3600);
    assert_eq!(user.read().refused(401), "Access token has expired");
}
