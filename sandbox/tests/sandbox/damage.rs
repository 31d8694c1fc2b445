//! Credentials that are damaged in each of their bytes: refused or harmless, never a failure.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::authenticator::Authenticator;
use super::server::{PAGE, Server};
use super::user::{User, sign_in_options, sign_up_options};

/// The binary member, once with each byte flipped, and once cut at each byte.
fn damaged(member: &Value) -> Vec<Value> {
    let bytes = BASE64URL_NOPAD
        .decode(member.as_str().unwrap().as_bytes())
        .unwrap();
    let flipped = (0..bytes.len()).map(|at| {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0xff;
        bytes
    });
    let cut = (0..bytes.len()).map(|at| bytes[..at].to_vec());
    flipped
        .chain(cut)
        .map(|bytes| json!(BASE64URL_NOPAD.encode(&bytes)))
        .collect()
}

#[test]
fn survives_a_sign_up_with_a_damaged_attestation() {
    let server = Server::start();
    let mut passkey = Authenticator::new(PAGE, "localhost");
    let sample = passkey.create(&sign_up_options(&server, PAGE));
    for object in damaged(&sample["response"]["attestationObject"]) {
        let mut credential = passkey.create(&sign_up_options(&server, PAGE));
        credential["response"]["attestationObject"] = object;
        let reply = server.post("/v1.2/auth/sign-up", &json!({ "credential": credential }));
        assert!(matches!(reply.status, 200 | 400 | 409), "{}", reply.text);
    }
}

#[test]
fn refuses_every_sign_in_with_a_damaged_assertion() {
    let server = Server::start();
    let user = User::new(&server);
    for member in ["authenticatorData", "signature"] {
        let sample = user.passkey.get(&sign_in_options(&server));
        for bytes in damaged(&sample["response"][member]) {
            let mut credential = user.passkey.get(&sign_in_options(&server));
            credential["response"][member] = bytes;
            let reply = server.post("/v1.2/auth/sign-in", &json!({ "credential": credential }));
            assert!(matches!(reply.status, 400 | 401), "{}", reply.text);
        }
    }
}

#[test]
fn survives_client_data_that_is_damaged() {
    let server = Server::start();
    let user = User::new(&server);
    let sample = user.passkey.get(&sign_in_options(&server));
    for bytes in damaged(&sample["response"]["clientDataJSON"]) {
        let mut credential = sample.clone();
        credential["response"]["clientDataJSON"] = bytes;
        let reply = server.post("/v1.2/auth/sign-in", &json!({ "credential": credential }));
        assert!(matches!(reply.status, 400 | 401), "{}", reply.text);
    }
}
