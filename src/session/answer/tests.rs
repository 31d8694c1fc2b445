//! What may stand in an answer, and whose session it makes.

use serde_json::json;

use super::*;
use crate::error::Code;
use crate::fake::{Fake, Stage, good_tokens, jwt};

fn read(answer: &serde_json::Value) -> Result<TokenAnswer, Error> {
    TokenAnswer::read(&Fake::from(answer))
}

#[test]
fn an_answer_without_its_tokens_or_with_odd_ones_is_named() {
    let cases = [
        (json!({}), "access_token"),
        (json!({"access_token": "a"}), "refresh_token"),
        (
            json!({"access_token": null, "token": null, "refresh_token": "r"}),
            "access_token",
        ),
        (
            json!({"access_token": 3, "refresh_token": "r"}),
            "access_token",
        ),
        (
            json!({"access_token": "", "refresh_token": "r"}),
            "access_token",
        ),
        (
            json!({"access_token": "a\nb", "refresh_token": "r"}),
            "access_token",
        ),
        (
            json!({"access_token": "a", "refresh_token": "r", "expires_in": "soon"}),
            "expires_in",
        ),
        (
            json!({"access_token": "a", "refresh_token": "r", "expires_in": -1}),
            "expires_in",
        ),
    ];
    for (answer, member) in cases {
        let error = read(&answer).unwrap_err();
        assert_eq!(error.code, Code::InvalidResponse, "{answer}");
        assert!(
            error.message.contains(member),
            "{answer}: {}",
            error.message
        );
    }
}

#[test]
fn an_answer_that_names_no_user_or_an_odd_one_is_refused() {
    let stage = Stage::new();
    let api = stage.api();
    for subject in [json!(null), json!(""), json!("."), json!("..")] {
        let answer = json!({"access_token": "a", "refresh_token": "r", "subject": subject});
        let error = api.session().adopt(read(&answer).unwrap()).unwrap_err();
        assert!(error.message.contains("subject"), "{answer}");
        assert_eq!(api.session().profile(), None);
    }
}

#[test]
fn the_user_is_the_subject_else_the_claim() {
    let stage = Stage::new();
    let api = stage.api();
    let token = jwt(
        &json!({"sub": "claimed", "iss": "app.example", "sid": "signer", "iat": 100, "exp": 200}),
    );
    let minimal = json!({"token": token, "refresh_token": token, "expires_in": 60});
    let profile = api.session().adopt(read(&minimal).unwrap()).unwrap();
    assert_eq!(profile.external_user_id, "claimed");
    assert_eq!(profile.rp_id.as_deref(), Some("app.example"));
    assert_eq!(profile.signer_id.as_deref(), Some("signer"));
    assert_eq!(profile.expires_at, 1_000_000.0 + 60_000.0);
    assert_eq!(profile.refresh_expires_at, 1_000_000.0 + 100_000.0);

    let both = json!({"access_token": token, "refresh_token": "opaque", "subject": "said"});
    let profile = api.session().adopt(read(&both).unwrap()).unwrap();
    assert_eq!(profile.external_user_id, "said");
    assert_eq!(profile.refresh_expires_at, 1_000_000.0 + 86_400_000.0);
}

#[test]
fn a_refresh_token_that_lives_for_ever_or_never_lived_is_taken_for_one_that_does_not_say() {
    for (issued, expires) in [(0.0, 1e300), (-1e308, 1e308), (0.0, 1e9 + 1.0), (2.0, 1.0)] {
        let stage = Stage::new();
        let api = stage.api();
        let token = jwt(&json!({"sub": "u", "iat": issued, "exp": expires}));
        let answer = read(&json!({"token": token, "refresh_token": token})).unwrap();
        let profile = api.session().adopt(answer).unwrap();
        assert_eq!(profile.refresh_expires_at, 1_000_000.0 + 86_400_000.0);
    }
}

#[test]
fn odd_labels_lock_nobody_out() {
    let stage = Stage::new();
    let api = stage.api();
    let mut answer = good_tokens("jane", "a", "r");
    answer["roles"] = json!({"length": 3});
    answer["safeAddress"] = json!(["0x"]);
    answer["eoaAddresses"] = json!([{"type": "EVM"}, {"type": "EVM", "address": "0x1"}, 7]);
    answer["keyName"] = json!(7);
    let profile = api.session().adopt(read(&answer).unwrap()).unwrap();
    assert_eq!(profile.eoa_addresses.len(), 1);
    assert_eq!((profile.key_name.clone(), profile.roles.len()), (None, 0));
}
