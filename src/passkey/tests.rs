//! Sign-up and sign-in against a fake host: refusals, what is sent, what is signalled. Not here: what ends a ceremony (`ceremony`).

mod interleavings;

use serde_json::{Value as Tree, json};

use super::*;
use crate::error::Code;
use crate::fake::{
    Fake, FakeHost, Stage, bodiless, good_config, good_tokens, no_answer, ok, status,
};
use crate::ports::Body;

fn bytes(base64url: &str) -> Tree {
    json!({"$bytes": base64url})
}

pub(super) fn good_options() -> Tree {
    json!({"credentialRequestOptions": {"challenge": "AQID", "rpId": "app.example", "rp": {"id": "app.example"}, "timeout": 60000}})
}

pub(super) fn good_credential() -> Tree {
    json!({
        "rawId": bytes("AQID"),
        "response": {
            "clientDataJSON": bytes("AQ"), "attestationObject": bytes("Ag"),
            "authenticatorData": bytes("Ag"), "signature": bytes("Aw"),
        },
    })
}

pub(super) fn client() -> (Stage, Api<FakeHost>, Passkey<FakeHost>) {
    let stage = Stage::new();
    let api = stage.api();
    (stage, api.clone(), Passkey::new(api))
}

pub(super) fn sign_in(
    stage: &mut Stage,
    passkey: &Passkey<FakeHost>,
) -> Result<SignedIn<Fake>, Error> {
    stage.finish(passkey.sign_in(&SignIn::default(), None))
}

#[test]
fn a_cancel_is_no_timeout_until_the_time_is_over() {
    for (lasts, code) in [
        (5_000.0, Code::PasskeyCancelled),
        (60_000.0, Code::PasskeyTimeout),
    ] {
        let (mut stage, api, passkey) = client();
        stage.world.prompt_lasts.set(lasts);
        stage.answer(ok(good_options()));
        stage.prompt(Err("NotAllowedError"));
        assert_eq!(sign_in(&mut stage, &passkey).unwrap_err().code, code);
        assert_eq!((api.session().profile(), stage.lines().len()), (None, 1));
    }
}

#[test]
fn a_cancel_keeps_the_session_there_is() {
    let (mut stage, api, passkey) = client();
    stage.sign_in(&api, "jane", "a1", "r1");
    stage.answer(ok(good_options()));
    stage.prompt(Err("NotAllowedError"));
    assert!(sign_in(&mut stage, &passkey).is_err());
    assert_eq!(api.session().profile().unwrap().external_user_id, "jane");
}

#[test]
fn a_challenge_that_is_no_challenge_opens_no_prompt() {
    let answers = [
        status(500, json!({})),
        bodiless(200, Body::Unreadable),
        bodiless(204, Body::Empty),
        ok(json!({})),
        status(400, json!({"message": "Unknown domain/rpId"})),
    ];
    let codes = [
        Code::ServerError,
        Code::InvalidResponse,
        Code::InvalidResponse,
        Code::InvalidResponse,
        Code::BadRequest,
    ];
    for (answer, code) in answers.into_iter().zip(codes) {
        let (mut stage, _, passkey) = client();
        stage.answer(answer);
        assert_eq!(sign_in(&mut stage, &passkey).unwrap_err().code, code);
        assert_eq!(stage.world.prompted.borrow().len(), 0);
    }
}

#[test]
fn a_challenge_is_asked_for_again_and_an_answer_to_it_never_sent_twice() {
    let (mut stage, _, passkey) = client();
    stage.answer(no_answer());
    stage.answer(status(503, json!({})));
    stage.answer(ok(good_options()));
    stage.prompt(Ok(good_credential()));
    stage.answer(no_answer());
    let waiting = stage.start(passkey.sign_in(&SignIn::default(), None));
    stage.pass(10_000.0);
    assert_eq!(waiting.take().unwrap().unwrap_err().code, Code::Network);
    let get = "GET /v1.2/auth/sign-in";
    assert_eq!(stage.lines(), [get, get, get, "POST /v1.2/auth/sign-in"]);
    assert_eq!(stage.world.prompted.borrow().len(), 1);
}

#[test]
fn an_unknown_credential_is_signalled_only_after_a_clear_word() {
    let cases = [
        (status(401, json!({"message": "Unknown credential"})), 1),
        (status(404, json!({"message": "User not found"})), 1),
        (status(401, json!({"message": "Bad signature"})), 0),
        (status(404, json!({"message": "Route not found"})), 0),
        (status(500, json!({"message": "Unknown credential"})), 0),
        (no_answer(), 0),
    ];
    for (answer, signals) in cases {
        let (mut stage, _, passkey) = client();
        stage.answer(ok(good_options()));
        stage.prompt(Ok(good_credential()));
        stage.answer(answer);
        assert!(sign_in(&mut stage, &passkey).is_err());
        let options = json!({"rpId": "app.example", "credentialId": "AQID"});
        let expected = vec![("signalUnknownCredential".to_owned(), options); signals];
        assert_eq!(*stage.world.signalled.borrow(), expected);
    }
}

#[test]
fn a_new_credential_that_is_refused_is_signalled() {
    for (answer, signals) in [
        (status(409, json!({})), 1),
        (status(429, json!({})), 0),
        (status(503, json!({})), 0),
        (no_answer(), 0),
    ] {
        let (mut stage, _, passkey) = client();
        stage.answer(ok(good_options()));
        stage.prompt(Ok(good_credential()));
        stage.answer(answer);
        assert!(
            stage
                .finish(passkey.sign_up(&SignUp::default(), None))
                .is_err()
        );
        assert_eq!(stage.world.signalled.borrow().len(), signals);
    }
}

#[test]
fn an_answer_without_tokens_is_not_a_session() {
    let (mut stage, api, passkey) = client();
    stage.answer(ok(good_options()));
    stage.prompt(Ok(good_credential()));
    stage.answer(ok(json!({"access_token": "a"})));
    let error = sign_in(&mut stage, &passkey).unwrap_err();
    assert_eq!(error.code, Code::InvalidResponse);
    assert!(error.message.contains("refresh_token"));
    assert_eq!(api.session().profile(), None);
}

#[test]
fn signs_up_with_what_the_caller_says_and_nothing_else() {
    let mut stage = Stage::new();
    let mut config = good_config();
    config.rp_id = Some("app.example".to_owned());
    let passkey = Passkey::new(Api::new(stage.host(), config));
    stage.answer(ok(good_options()));
    stage.prompt(Ok(good_credential()));
    stage.answer(ok(good_tokens("jane", "a", "r")));
    let options = SignUp {
        user_name: Some("jane@foo.domain".to_owned()),
        user_display_name: None,
        mediation: None,
        body: SignUpBody {
            chain_ids: Some(vec![100.0, 421_614.0]),
            key_name: Some("key".to_owned()),
            ..SignUpBody::default()
        },
    };
    stage.finish(passkey.sign_up(&options, None)).unwrap();
    let sent = stage.world.sent.borrow();
    let query: std::collections::BTreeMap<_, _> = sent[0].query.clone().into_iter().collect();
    let pairs: Vec<_> = query
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(
        pairs,
        [
            "keyName=key",
            "rpId=app.example",
            "userName=jane@foo.domain",
            "wallet=passkeys"
        ]
    );
    let body = sent[1].body.clone().unwrap();
    let members: Vec<_> = body.as_object().unwrap().keys().cloned().collect();
    assert_eq!(members, ["chainIds", "credential", "keyName"]);
    assert_eq!(body["chainIds"], json!([100.0, 421_614.0]));
}

#[test]
fn tells_user_data_from_the_aggregate() {
    let aggregate =
        json!({"addresses": {"status": 200, "data": {}}, "kycStatus": {"status": 200, "data": {}}});
    let cases = [
        (json!({"a": 1, "private.b": 2}), Some(json!({"a": 1})), None),
        (
            json!({"data": {"a": 1, "private.b": 2}}),
            Some(json!({"a": 1})),
            None,
        ),
        (json!({}), Some(json!({})), None),
        (aggregate.clone(), None, Some(aggregate)),
        (json!(null), None, None),
    ];
    for (userdata, map, me) in cases {
        let (mut stage, _, passkey) = client();
        let mut answer = good_tokens("jane", "a", "r");
        answer["userdata"] = userdata;
        answer["balance"] = json!({"0x": "1"});
        stage.answer(ok(good_options()));
        stage.prompt(Ok(good_credential()));
        stage.answer(ok(answer));
        let result = sign_in(&mut stage, &passkey).unwrap();
        assert_eq!(result.userdata.map(|data| Tree::from(&data)), map);
        assert_eq!(result.me.map(|me| Tree::from(&me)), me);
        assert_eq!(
            result.balance.map(|balance| Tree::from(&balance)),
            Some(json!({"0x": "1"}))
        );
        assert!(result.transactions.is_none());
    }
}
