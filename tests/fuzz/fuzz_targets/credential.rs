//! What an authenticator or a password manager hands back: JSON of the documented form comes of it, or nothing is sent.
//!
//! An input: `up` or `in`, the credential, and the answer to it.
#![no_main]

use ibex_fuzz::{Odd, Script, Stage, ok};
use ibex_wallet_sdk::error::Code;
use ibex_wallet_sdk::passkey::{Passkey, SignIn, SignUp};
use ibex_wallet_sdk::ports::{Kind, Value};
use ibex_wallet_sdk::protocol::base64;
use libfuzzer_sys::fuzz_target;

/// What a message may name; an id may not be in it.
const NAMES: [&str; 6] = [
    "rawId",
    "response",
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
];

fuzz_target!(|data: &[u8]| {
    let mut script = Script::new(data);
    let up = script.word() == "up";
    let credential = script.value();
    let mut stage = Stage::default();
    stage.answer([ok(Odd::texts(&[("challenge", "AAAA")]))]);
    stage.answer(script.answers());
    stage.credential(credential.clone());
    let passkey = Passkey::new(stage.api());
    let error = if up {
        stage
            .finish(passkey.sign_up(&SignUp::default(), None))
            .err()
    } else {
        stage
            .finish(passkey.sign_in(&SignIn::default(), None))
            .err()
    };
    let sent = stage.sent();
    let Some(post) = sent.get(1) else {
        let error = error.expect("nothing was verified");
        assert_eq!(error.code, Code::PasskeyFailed);
        let member = error.message.rsplit(' ').next().unwrap_or_default();
        assert!(
            NAMES.contains(&member) && error.message.len() < 80,
            "{error}"
        );
        assert!(
            !usable(&credential, up),
            "a good credential is refused: {error}"
        );
        assert!(stage.signalled().is_empty());
        return;
    };
    assert!(usable(&credential, up), "a bad credential is sent");
    let body = post
        .body
        .as_ref()
        .and_then(|body| body.get("credential"))
        .expect("a credential");
    let id = id(&credential).expect("usable");
    assert_eq!(
        body.get("id").and_then(|value| value.text()).as_ref(),
        Some(&id)
    );
    assert_eq!(body.get("rawId"), body.get("id"));
    assert_eq!(body.get("type"), Some(Odd::text_of("public-key")));
    assert_eq!(
        body.get("clientExtensionResults").map(|value| value.kind()),
        Some(Kind::Object)
    );
    let (given, made) = (
        credential.get("response").expect("usable"),
        body.get("response").expect("a response"),
    );
    for name in needed(up)
        .iter()
        .copied()
        .chain((!up).then_some("userHandle"))
    {
        assert_eq!(
            made.get(name).and_then(|value| value.text()),
            given.get(name).and_then(|value| text(&value)),
            "{name}"
        );
    }
    let transports = made
        .get("transports")
        .map_or_else(Vec::new, |list| list.items());
    assert!(
        transports.iter().all(|name| name.kind() == Kind::Text),
        "{transports:?}"
    );
    for (method, options) in stage.signalled() {
        let told = |name| options.get(name).and_then(|value: Odd| value.text());
        match method.as_str() {
            // Only this credential is ever taken away from the user.
            "signalUnknownCredential" => assert_eq!(told("credentialId").as_ref(), Some(&id)),
            // Only its own user is named, after a sign-in, and never by nothing.
            "signalCurrentUserDetails" => {
                assert!(!up && error.is_none());
                let handle = given.get("userHandle").and_then(|value| text(&value));
                assert_eq!(told("userId"), handle);
                assert!(told("name").is_some_and(|name| !name.is_empty()));
                assert!(handle.is_some() && told("displayName").is_some());
            }
            other => panic!("{other}"),
        }
    }
});

fn needed(up: bool) -> &'static [&'static str] {
    if up {
        &["clientDataJSON", "attestationObject"]
    } else {
        &["clientDataJSON", "authenticatorData", "signature"]
    }
}

fn usable(credential: &Odd, up: bool) -> bool {
    let has =
        |response: &Odd, name: &str| response.get(name).and_then(|value| text(&value)).is_some();
    let complete = |response: Odd| needed(up).iter().all(|name| has(&response, name));
    id(credential).is_some_and(|id| !id.is_empty())
        && credential.get("response").is_some_and(complete)
}

fn id(credential: &Odd) -> Option<String> {
    let member = |name| credential.get(name).and_then(|value: Odd| text(&value));
    member("rawId").or_else(|| member("id"))
}

/// Bytes as base64url; a text as it is.
fn text(value: &Odd) -> Option<String> {
    match value {
        Odd::Bytes(bytes) => Some(base64::encode(bytes)),
        other => other.text(),
    }
}
