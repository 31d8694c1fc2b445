//! Every documented place and form of the options, and each bad member by its name.

use serde_json::{Value as Tree, json};

use super::*;
use crate::error::Code;
use crate::fake::Fake;

fn decoded(answer: Tree) -> Result<Tree, Error> {
    decode(&Fake::from(&answer)).map(|options| Tree::from(&options))
}

fn bytes(base64url: &str) -> Tree {
    json!({"$bytes": base64url})
}

/// Options that name a credential, with these PRF inputs of single ones.
fn for_credentials(inputs: Tree) -> Tree {
    json!({
        "challenge": "AA",
        "allowCredentials": [{"id": "AA"}],
        "extensions": {"prf": {"evalByCredential": inputs}},
    })
}

#[test]
fn names_the_member_that_is_bad() {
    let cases = [
        (json!({}), "challenge"),
        (json!({"challenge": null}), "challenge"),
        (json!({"challenge": "?"}), "challenge"),
        (json!({"challenge": 5}), "challenge"),
        (json!({"challenge": "AA", "user": {"id": "a"}}), "user.id"),
        (json!({"challenge": "AA", "user": "x"}), "user"),
        (
            json!({"challenge": "AA", "excludeCredentials": {}}),
            "excludeCredentials",
        ),
        (
            json!({"challenge": "AA", "allowCredentials": [{"id": "AA"}, {"id": "!"}]}),
            "allowCredentials[1].id",
        ),
        (
            json!({"challenge": "AA", "extensions": {"prf": {"eval": {"first": "!"}}}}),
            "extensions.prf.eval.first",
        ),
        (
            json!({"challenge": "AA", "extensions": {"prf": {"eval": {"first": "AA", "second": 1}}}}),
            "extensions.prf.eval.second",
        ),
        (
            for_credentials(json!({"c2VjcmV0": {"first": "!"}})),
            "extensions.prf.evalByCredential.first",
        ),
        (
            for_credentials(json!({"c2VjcmV0": {"first": "AA", "second": true}})),
            "extensions.prf.evalByCredential.second",
        ),
        (
            for_credentials(json!({"c2VjcmV0": "AA"})),
            "extensions.prf.evalByCredential",
        ),
        (
            for_credentials(json!({"c2VjcmV0!": {"first": "AA"}})),
            "extensions.prf.evalByCredential",
        ),
        (
            for_credentials(json!({"": {"first": "AA"}})),
            "extensions.prf.evalByCredential",
        ),
        (
            for_credentials(json!("c2VjcmV0")),
            "extensions.prf.evalByCredential",
        ),
    ];
    for (answer, member) in cases {
        let error = decoded(answer.clone()).unwrap_err();
        assert_eq!(error.code, Code::InvalidResponse, "{answer}");
        assert!(
            error.message.contains(&format!("{member} ")),
            "{answer}: {}",
            error.message
        );
        assert!(!error.message.contains("c2VjcmV0"));
    }
}

#[test]
fn finds_the_options_wherever_they_are() {
    let options = json!({"challenge": "AQID", "timeout": 60000});
    let expected = json!({"challenge": bytes("AQID"), "timeout": 60000});
    let places = [
        options.clone(),
        json!({"credentialRequestOptions": options, "emailValidationRequired": false}),
        json!({"credentialCreationOptions": options}),
        json!({"publicKey": options}),
        json!({"credentialRequestOptions": {"publicKey": options}}),
    ];
    for place in places {
        assert_eq!(decoded(place).unwrap(), expected);
    }
}

#[test]
fn decodes_every_binary_member_from_either_alphabet() {
    let answer = json!({
        "challenge": "-_8",
        "user": {"id": "+/8=", "name": "n"},
        "excludeCredentials": [{"id": "AQI=", "type": "public-key"}],
        "allowCredentials": [{"id": "AQI", "type": "public-key", "transports": ["internal"]}],
        "extensions": {"prf": {
            "eval": {"first": "AQ", "second": "Ag=="},
            "evalByCredential": {"AAAA": {"first": "AQ"}, "+/8=": {"first": "Ag==", "second": "-_8"}},
        }},
    });
    let expected = json!({
        "challenge": bytes("-_8"),
        "user": {"id": bytes("-_8"), "name": "n"},
        "excludeCredentials": [{"id": bytes("AQI"), "type": "public-key"}],
        "allowCredentials": [{"id": bytes("AQI"), "type": "public-key", "transports": ["internal"]}],
        "extensions": {"prf": {
            "eval": {"first": bytes("AQ"), "second": bytes("Ag")},
            "evalByCredential": {"AAAA": {"first": bytes("AQ")}, "-_8": {"first": bytes("Ag"), "second": bytes("-_8")}},
        }},
    });
    assert_eq!(decoded(answer).unwrap(), expected);
}

#[test]
fn passes_on_what_it_does_not_know_and_leaves_out_what_is_empty() {
    let answer = json!({
        "challenge": "AA",
        "allowCredentials": [],
        "rpId": null,
        "hints": ["client-device"],
        "authenticatorSelection": {"authenticatorAttachment": "platform", "future": {"deep": "AA"}},
        "later": {"id": "AA", "first": "AA"},
        "extensions": {"credProps": true, "future": {"deep": [1, {"x": "y"}]}},
    });
    let expected = json!({
        "challenge": bytes("AA"),
        "hints": ["client-device"],
        "authenticatorSelection": {"authenticatorAttachment": "platform", "future": {"deep": "AA"}},
        "later": {"id": "AA", "first": "AA"},
        "extensions": {"credProps": true, "future": {"deep": [1, {"x": "y"}]}},
    });
    assert_eq!(decoded(answer).unwrap(), expected);
}

#[test]
fn prf_inputs_of_single_credentials_are_left_out_where_none_is_named() {
    let prf = json!({"eval": {"first": "AQ"}, "evalByCredential": {"!": {"first": "AQ"}}});
    let options = |allowed: Tree| {
        let mut options = json!({"challenge": "AA", "extensions": {"prf": prf}});
        options["allowCredentials"] = allowed;
        options
    };
    let expected =
        json!({"challenge": bytes("AA"), "extensions": {"prf": {"eval": {"first": bytes("AQ")}}}});
    for allowed in [json!([]), json!(null)] {
        assert_eq!(decoded(options(allowed)).unwrap(), expected);
    }
    let error = decoded(options(json!([{"id": "AA"}]))).unwrap_err();
    assert_eq!(error.code, Code::InvalidResponse);
}
