//! What a sign-up answers.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::good_passkey;
use crate::server::{PAGE, Server};
use crate::user::{User, sign_up_options};

#[test]
fn answers_with_the_whole_session() {
    let server = Server::start();
    let credential = good_passkey().create(&sign_up_options(&server, PAGE));
    let body = json!({
        "credential": credential, "chainId": 421_614, "chainIds": [100, 421_614],
        "keyName": "my-passkey", "keyDisplayName": "My Passkey",
    });
    let session = server.post("/v1.2/auth/sign-up", &body).ok();
    for name in ["access_token", "refresh_token", "subject"] {
        assert!(
            session[name].as_str().is_some_and(|text| !text.is_empty()),
            "{name}"
        );
    }
    assert_eq!(session["token_type"], "Bearer");
    assert_eq!(session["expires_in"], 3600);
    assert_eq!(session["issuer"], "localhost");
    assert_eq!(session["audience"], "localhost");
    assert_eq!(session["roles"], json!(["USER"]));
    assert_eq!(session["authMethod"], "PASSKEY");
    assert_eq!(session["hasPasskey"], true);
    assert_eq!(session["chainId"], 421_614);
    assert_eq!(session["keyName"], "my-passkey");
    assert_eq!(session["keyDisplayName"], "My Passkey");
    assert_eq!(session["prfCapable"], false);
    assert_eq!(session["eoaAddresses"][0]["address"], session["eoaAddress"]);
    let safes = session["safeAddress"].as_object().unwrap();
    assert_eq!(safes.keys().collect::<Vec<_>>(), ["100", "421614"]);
    assert!(
        safes
            .values()
            .all(|safe| safe.as_str().unwrap().len() == 42)
    );
    assert_ne!(safes["100"], safes["421614"]);
}

#[test]
fn signs_tokens_as_the_protocol_says() {
    let server = Server::start();
    let user = User::new(&server);
    let token = user.session["access_token"].as_str().unwrap();
    let part = |at| {
        BASE64URL_NOPAD
            .decode(token.split('.').nth(at).unwrap().as_bytes())
            .unwrap()
    };
    assert_eq!(part(0), br#"{"alg":"HS256","typ":"JWT"}"#);
    let claims: Value = serde_json::from_slice(&part(1)).unwrap();
    assert_eq!(claims["iss"], "localhost");
    assert_eq!(claims["aud"], "localhost");
    assert_eq!(claims["sub"], user.id());
    assert_eq!(
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
        3600
    );
    assert!(claims["sid"].is_string() && claims["jti"].is_string());
}

#[test]
fn takes_a_prf_output_and_says_so() {
    let server = Server::start();
    let mut credential = good_passkey().create(&sign_up_options(&server, PAGE));
    let prf = json!({ "enabled": true, "results": { "first": BASE64URL_NOPAD.encode(&[1; 32]) } });
    credential["clientExtensionResults"] = json!({ "prf": prf });
    let session = server
        .post("/v1.2/auth/sign-up", &json!({ "credential": credential }))
        .ok();
    assert_eq!(session["prfCapable"], true);
}
