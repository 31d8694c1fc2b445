//! Sign-in.

use ibex_sandbox::Config;
use serde_json::{Value, json};

use super::authenticator::{Authenticator, PRESENT};
use super::reply::Reply;
use super::server::{PAGE, Server};
use super::user::{User, sign_in_options, sign_up_options};

/// A sign-in with a passkey that is changed like this.
fn sign_in_as(user: &User<'_>, passkey: &Authenticator) -> Reply {
    let credential = passkey.get(&sign_in_options(user.server));
    user.server
        .post("/v1.2/auth/sign-in", &json!({ "credential": credential }))
}

#[test]
fn refuses_a_passkey_that_nobody_registered() {
    let server = Server::start();
    let user = User::new(&server);
    let stranger = Authenticator::new(PAGE, "localhost");
    assert_eq!(
        sign_in_as(&user, &stranger).refused(401),
        "Unknown credential"
    );
}

#[test]
fn refuses_a_signature_of_another_key() {
    let server = Server::start();
    let user = User::new(&server);
    let forged = user.passkey.forged();
    assert_eq!(
        sign_in_as(&user, &forged).refused(401),
        "Signature does not match"
    );
}

#[test]
fn refuses_the_wrong_origin() {
    let server = Server::start();
    let user = User::new(&server);
    let passkey = Authenticator {
        origin: "https://evil.example".into(),
        ..user.passkey.clone()
    };
    assert_eq!(
        sign_in_as(&user, &passkey).refused(401),
        "Origin does not match the rpId"
    );
}

#[test]
fn refuses_the_wrong_rp_id_hash() {
    let server = Server::start();
    let user = User::new(&server);
    let passkey = Authenticator {
        rp_id: "example.com".into(),
        ..user.passkey.clone()
    };
    assert_eq!(
        sign_in_as(&user, &passkey).refused(401),
        "rpId hash does not match the rpId"
    );
}

#[test]
fn refuses_a_passkey_that_did_not_verify_its_user() {
    let server = Server::start();
    let user = User::new(&server);
    let passkey = Authenticator {
        flags: PRESENT,
        ..user.passkey.clone()
    };
    assert_eq!(
        sign_in_as(&user, &passkey).refused(401),
        "User verification is missing"
    );
}

#[test]
fn refuses_the_user_handle_of_somebody_else() {
    let server = Server::start();
    let user = User::new(&server);
    let other = User::new(&server);
    let user_handle = other.passkey.user_handle.clone();
    let passkey = Authenticator {
        user_handle,
        ..user.passkey.clone()
    };
    assert_eq!(
        sign_in_as(&user, &passkey).refused(401),
        "User handle is not that of the passkey"
    );
}

#[test]
fn refuses_a_challenge_that_was_used_that_expired_or_that_a_sign_up_asked_for() {
    let server = Server::start();
    let user = User::new(&server);
    let refused = |credential: &Value| {
        let reply = server.post("/v1.2/auth/sign-in", &json!({ "credential": credential }));
        assert_eq!(reply.refused(401), "Challenge is unknown, used or expired");
    };
    let used = user.passkey.get(&sign_in_options(&server));
    server
        .post("/v1.2/auth/sign-in", &json!({ "credential": used }))
        .ok();
    refused(&used);
    let expired = user.passkey.get(&sign_in_options(&server));
    server.advance(60);
    refused(&expired);
    refused(&user.passkey.get(&sign_up_options(&server, PAGE)));
}

#[test]
fn refuses_a_sign_count_that_went_back() {
    let server = Server::start();
    let mut user = User::new(&server);
    user.passkey.sign_count = 9;
    user.sign_in(json!({})).ok();
    user.passkey.sign_count = 8;
    assert_eq!(
        user.sign_in(json!({})).refused(401),
        "Sign count did not grow"
    );
}

#[test]
fn accepts_a_sign_count_that_stays_zero() {
    let server = Server::start();
    let user = User::new(&server);
    user.sign_in(json!({})).ok();
    user.sign_in(json!({})).ok();
}

#[test]
fn refuses_a_safe_that_is_not_the_signers() {
    let server = Server::start();
    let user = User::new(&server);
    let message = user.sign_in(json!({ "safeAddress": "0x00" })).refused(400);
    assert!(message.starts_with("safeAddress"), "{message}");
    let own = user.session["safeAddress"]["421614"].clone();
    user.sign_in(json!({ "safeAddress": own })).ok();
}

#[test]
fn names_a_flag_that_is_none() {
    let server = Server::start();
    let user = User::new(&server);
    let message = user
        .sign_in(json!({ "includeUserdata": "yes" }))
        .refused(400);
    assert_eq!(message, "includeUserdata must be a boolean");
}

#[test]
fn offers_a_discoverable_sign_in() {
    let server = Server::start();
    let options = sign_in_options(&server);
    assert_eq!(options["rpId"], "localhost");
    assert_eq!(options["userVerification"], "required");
    assert_eq!(options["allowCredentials"], json!([]));
    assert_eq!(options["timeout"], 60_000);
    assert!(options["extensions"]["prf"]["eval"]["first"].is_string());
}

#[test]
fn answers_with_the_session_of_the_user_who_signed_up() {
    let server = Server::start();
    let user = User::new(&server);
    let session = user.sign_in(json!({})).ok();
    assert_eq!(session["subject"], user.session["subject"]);
    assert_eq!(session["safeAddress"], user.session["safeAddress"]);
    assert_eq!(session["eoaAddress"], user.session["eoaAddress"]);
    assert_eq!(session["chainId"], 421_614);
    assert_ne!(session["access_token"], user.session["access_token"]);
    for absent in ["balance", "transactions", "userdata", "keyName"] {
        assert_eq!(session.get(absent), None);
    }
}

#[test]
fn finds_the_user_without_a_user_handle() {
    let server = Server::start();
    let mut user = User::new(&server);
    user.passkey.user_handle = None;
    assert_eq!(user.sign_in(json!({})).ok()["subject"], user.id());
}

#[test]
fn adds_what_is_asked_for_to_the_same_answer() {
    let server = Server::start();
    let user = User::new(&server);
    user.write(&json!({ "firstName": "Jane", "private.key": "s3cret" }))
        .ok();
    let asked = json!({
        "includeBalance": true, "includeTransactions": true, "includeUserdata": true,
        "asyncData": true, "chainId": 100,
    });
    let session = user.sign_in(asked).ok();
    assert_eq!(session["userdata"], json!({ "firstName": "Jane" }));
    assert_eq!(
        session["transactions"],
        json!({ "total": 0, "page": 1, "data": [] })
    );
    let safe = session["safeAddress"]["100"].as_str().unwrap();
    assert_eq!(session["balance"][safe]["balance"], "0");
    assert_eq!(session["chainId"], 100);
    assert!(session["safeAddress"]["421614"].is_string());
}

#[test]
fn caps_a_challenge_that_would_live_longer_than_options_can_say() {
    let server = Server::with(Config {
        challenge_ttl: u32::MAX,
        ..Config::default()
    });
    assert_eq!(sign_in_options(&server)["timeout"], u32::MAX);
}
