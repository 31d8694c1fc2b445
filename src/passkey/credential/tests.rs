//! Credentials of browsers and of password managers, which are less tidy.

use serde_json::{Value as Tree, json};

use super::*;
use crate::fake::Fake;

fn bytes(base64url: &str) -> Tree {
    json!({"$bytes": base64url})
}

fn good_registration() -> Tree {
    json!({
        "id": "AQID", "rawId": bytes("AQID"), "type": "public-key", "authenticatorAttachment": "platform",
        "response": {"clientDataJSON": bytes("AQ"), "attestationObject": bytes("Ag"), "getTransports()": ["internal"]},
        "getClientExtensionResults()": {"prf": {"enabled": true, "results": {"first": bytes("_-8")}}},
    })
}

fn good_assertion() -> Tree {
    json!({
        "id": "AQID", "rawId": bytes("AQID"), "type": "public-key",
        "response": {"clientDataJSON": bytes("AQ"), "authenticatorData": bytes("Ag"), "signature": bytes("Aw"), "userHandle": bytes("BA")},
        "getClientExtensionResults()": {},
    })
}

fn encode(credential: &Tree, with: fn(&Fake) -> Result<Fake, Error>) -> Result<Tree, Error> {
    with(&Fake::from(credential)).map(|json| Tree::from(&json))
}

#[test]
fn names_what_a_credential_lacks() {
    for member in ["clientDataJSON", "authenticatorData", "signature"] {
        let mut credential = good_assertion();
        credential["response"][member] = json!(null);
        let error = encode(&credential, assertion).unwrap_err();
        assert_eq!(error.code, Code::PasskeyFailed);
        assert!(error.message.contains(member));
    }
    for odd in [
        json!({}),
        json!({"rawId": bytes("")}),
        json!({"rawId": bytes("AQ")}),
    ] {
        assert_eq!(
            encode(&odd, registration).unwrap_err().code,
            Code::PasskeyFailed
        );
    }
}

#[test]
fn encodes_a_registration_with_its_prf_output() {
    let expected = json!({
        "id": "AQID", "rawId": "AQID", "type": "public-key", "authenticatorAttachment": "platform",
        "response": {"clientDataJSON": "AQ", "attestationObject": "Ag", "transports": ["internal"]},
        "clientExtensionResults": {"prf": {"enabled": true, "results": {"first": "_-8"}}},
    });
    assert_eq!(
        encode(&good_registration(), registration).unwrap(),
        expected
    );
}

#[test]
fn encodes_an_assertion_with_and_without_a_user_handle() {
    let full = encode(&good_assertion(), assertion).unwrap();
    assert_eq!(
        full["response"],
        json!({"clientDataJSON": "AQ", "authenticatorData": "Ag", "signature": "Aw", "userHandle": "BA"})
    );
    let mut credential = good_assertion();
    credential["response"]["userHandle"] = json!(null);
    assert_eq!(
        encode(&credential, assertion).unwrap()["response"].get("userHandle"),
        None
    );
}

#[test]
fn takes_what_password_managers_hand_back() {
    let mut credential = good_registration();
    let members = credential.as_object_mut().unwrap();
    members.remove("getClientExtensionResults()");
    members.remove("id");
    members.remove("authenticatorAttachment");
    members.insert("rawId".to_owned(), json!("AQID"));
    members.insert(
        "clientExtensionResults".to_owned(),
        json!({"credProps": {"rk": true}}),
    );
    credential["response"]
        .as_object_mut()
        .unwrap()
        .remove("getTransports()");
    let encoded = encode(&credential, registration).unwrap();
    assert_eq!(
        (&encoded["id"], &encoded["clientExtensionResults"]),
        (&json!("AQID"), &json!({"credProps": {"rk": true}}))
    );
    assert_eq!(encoded["response"].get("transports"), None);
}

#[test]
fn sends_the_transports_that_have_a_name() {
    let mut credential = good_registration();
    credential["response"]["getTransports()"] =
        json!(["usb", 1, bytes("AQ"), {"$": "other"}, null]);
    let encoded = encode(&credential, registration).unwrap();
    assert_eq!(encoded["response"]["transports"], json!(["usb"]));
}

#[test]
fn sends_nothing_for_what_is_absent() {
    let mut credential = good_assertion();
    credential["getClientExtensionResults()"] =
        json!({"prf": {"results": {"$": "undefined"}, "enabled": true}, "odd": {"$": "other"}});
    let encoded = encode(&credential, assertion).unwrap();
    assert_eq!(
        encoded["clientExtensionResults"],
        json!({"prf": {"enabled": true}})
    );
}

#[test]
fn ends_at_extension_results_that_do_not() {
    let mut deep = json!("end");
    for _ in 0..50 {
        deep = json!({ "deeper": deep });
    }
    let mut credential = good_assertion();
    credential["getClientExtensionResults()"] = deep;
    assert!(
        !encode(&credential, assertion)
            .unwrap()
            .to_string()
            .contains("end")
    );
}
