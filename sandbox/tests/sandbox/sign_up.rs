//! Sign-up. Not here: what it answers (`answer`).

mod answer;

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::authenticator::{Authenticator, PRESENT, VERIFIED};
use super::reply::Reply;
use super::server::{PAGE, Server};
use super::user::{User, sign_in_options, sign_up_options};

fn good_passkey() -> Authenticator {
    Authenticator::new(PAGE, "localhost")
}

/// A sign-up with this passkey.
fn sign_up(server: &Server, passkey: &mut Authenticator) -> Reply {
    let credential = passkey.create(&sign_up_options(server, PAGE));
    server.post("/v1.2/auth/sign-up", &json!({ "credential": credential }))
}

#[test]
fn refuses_the_wrong_origin() {
    let server = Server::start();
    for origin in [
        "https://evil.example",
        "http://localhost.evil.example",
        "http://127.0.0.1:3000",
    ] {
        let mut passkey = Authenticator::new(origin, "localhost");
        let message = sign_up(&server, &mut passkey).refused(400);
        assert_eq!(message, "Origin does not match the rpId");
    }
}

#[test]
fn refuses_the_wrong_rp_id_hash() {
    let server = Server::start();
    let mut passkey = Authenticator::new(PAGE, "example.com");
    let message = sign_up(&server, &mut passkey).refused(400);
    assert_eq!(message, "rpId hash does not match the rpId");
}

#[test]
fn refuses_a_passkey_that_did_not_verify_its_user() {
    let server = Server::start();
    let mut passkey = Authenticator {
        flags: PRESENT,
        ..good_passkey()
    };
    let message = sign_up(&server, &mut passkey).refused(400);
    assert_eq!(message, "User verification is missing");
}

#[test]
fn refuses_a_passkey_that_was_made_without_its_user() {
    let server = Server::start();
    for flags in [0, VERIFIED] {
        let mut passkey = Authenticator {
            flags,
            ..good_passkey()
        };
        let message = sign_up(&server, &mut passkey).refused(400);
        assert_eq!(message, "User presence is missing");
    }
}

#[test]
fn refuses_a_challenge_of_its_own_making() {
    let server = Server::start();
    let options = json!({ "challenge": BASE64URL_NOPAD.encode(&[7; 32]), "user": {} });
    let credential = good_passkey().create(&options);
    let reply = server.post("/v1.2/auth/sign-up", &json!({ "credential": credential }));
    assert_eq!(reply.refused(400), "Challenge is unknown, used or expired");
}

#[test]
fn refuses_a_challenge_that_was_answered_before_also_by_a_failure() {
    let server = Server::start();
    let options = sign_up_options(&server, PAGE);
    let unverified = Authenticator {
        flags: PRESENT,
        ..good_passkey()
    }
    .create(&options);
    let good = good_passkey().create(&options);
    server
        .post("/v1.2/auth/sign-up", &json!({ "credential": unverified }))
        .refused(400);
    let reply = server.post("/v1.2/auth/sign-up", &json!({ "credential": good }));
    assert_eq!(reply.refused(400), "Challenge is unknown, used or expired");
}

#[test]
fn refuses_a_challenge_that_has_expired() {
    let server = Server::start();
    let credential = good_passkey().create(&sign_up_options(&server, PAGE));
    server.advance(61);
    let reply = server.post("/v1.2/auth/sign-up", &json!({ "credential": credential }));
    assert_eq!(reply.refused(400), "Challenge is unknown, used or expired");
}

#[test]
fn refuses_the_challenge_of_a_sign_in() {
    let server = Server::start();
    let credential = good_passkey().create(&sign_in_options(&server));
    let reply = server.post("/v1.2/auth/sign-up", &json!({ "credential": credential }));
    assert_eq!(reply.refused(400), "Challenge is unknown, used or expired");
}

#[test]
fn refuses_a_credential_that_is_registered_already_and_keeps_the_first() {
    let server = Server::start();
    let user = User::new(&server);
    let mut again = user.passkey.clone();
    let message = sign_up(&server, &mut again).refused(409);
    assert!(message.contains("credential"), "{message}");
    let session = user.sign_in(json!({})).ok();
    assert_eq!(session["subject"], user.id());
}

#[test]
fn names_what_is_missing_or_unreadable() {
    let server = Server::start();
    let refused = |body: &Value| server.post("/v1.2/auth/sign-up", body).refused(400);
    assert_eq!(refused(&json!({})), "credential is required");
    assert_eq!(
        refused(&json!({ "credential": null })),
        "credential is required"
    );
    assert_eq!(
        refused(&json!({ "credential": "x" })),
        "credential must be an object"
    );
    assert_eq!(
        refused(&json!({ "credential": {} })),
        "credential.id is required"
    );
    assert_eq!(
        refused(&json!({ "credential": { "id": "AA", "response": { "attestationObject": "!" } } })),
        "credential.response.attestationObject is not valid"
    );
    assert_eq!(
        refused(&json!({ "credential": { "id": "AA" }, "wallet": "kdf" })),
        "wallet must be passkeys: the sandbox serves no other"
    );
}

#[test]
fn refuses_other_wallets_by_name() {
    let server = Server::start();
    for path in ["/v1.2/auth/sign-up", "/v1.2/auth/sign-in"] {
        let message = server.get(&format!("{path}?wallet=sms")).refused(400);
        assert_eq!(
            message,
            "wallet must be passkeys: the sandbox serves no other"
        );
        server
            .get(&format!("{path}?wallet=passkeys&rpId=localhost"))
            .ok();
        assert!(
            server
                .get(&format!("{path}?passkeys=FALSE"))
                .refused(400)
                .starts_with("passkeys")
        );
    }
}

#[test]
fn names_the_chain_member_that_is_unusable() {
    let server = Server::start();
    let credential = good_passkey().create(&sign_up_options(&server, PAGE));
    for chains in [json!([]), json!(["100"]), json!(5), json!([-1])] {
        let body = json!({ "credential": credential, "chainIds": chains });
        let message = server.post("/v1.2/auth/sign-up", &body).refused(400);
        assert!(message.starts_with("chainIds"), "{message}");
    }
    let body = json!({ "credential": credential, "chainId": 0 });
    assert!(
        server
            .post("/v1.2/auth/sign-up", &body)
            .refused(400)
            .starts_with("chainId ")
    );
    // None of these refusals used the challenge up.
    server
        .post("/v1.2/auth/sign-up", &json!({ "credential": credential }))
        .ok();
}

#[test]
fn offers_what_makes_a_discoverable_passkey() {
    let server = Server::start();
    let body = server
        .get("/v1.2/auth/sign-up?userName=jane&userDisplayName=Jane%20Doe")
        .ok();
    assert_eq!(body["emailValidationRequired"], false);
    let options = &body["credentialRequestOptions"];
    assert_eq!(options["rp"]["id"], "localhost");
    assert_eq!(options["user"]["name"], "jane");
    assert_eq!(options["user"]["displayName"], "Jane Doe");
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(
        options["authenticatorSelection"]["userVerification"],
        "required"
    );
    assert_eq!(options["attestation"], "none");
    assert_eq!(options["excludeCredentials"], json!([]));
    assert_eq!(options["timeout"], 60_000);
    assert_eq!(
        options["pubKeyCredParams"][0],
        json!({ "type": "public-key", "alg": -7 })
    );
    let salt = Sha256::digest("ibexfi:prf:v1:master|rpId:localhost");
    let salt = BASE64URL_NOPAD.encode(&salt);
    assert_eq!(options["extensions"]["prf"]["eval"]["first"], json!(salt));
}

#[test]
fn names_a_user_after_the_rp_id_unless_told() {
    let server = Server::start();
    let options = sign_up_options(&server, PAGE);
    let name = options["user"]["name"].as_str().unwrap();
    assert!(name.starts_with("localhost ") && name.len() > 10, "{name}");
    let body = server
        .get("/v1.2/auth/sign-up?user.name=joe&user.displayname=Joe")
        .ok();
    assert_eq!(body["credentialRequestOptions"]["user"]["name"], "joe");
    assert_eq!(
        body["credentialRequestOptions"]["user"]["displayName"],
        "Joe"
    );
}
