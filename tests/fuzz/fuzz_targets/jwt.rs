//! Tokens: a payload is read only of three parts, and of its claims nothing comes that could not be shown.
#![no_main]

use ibex_fuzz::{Odd, Stage};
use ibex_wallet_sdk::protocol::{base64, jwt};
use ibex_wallet_sdk::session::TokenAnswer;
use libfuzzer_sys::fuzz_target;
use serde_json::Value as Tree;

fuzz_target!(|data: &[u8]| {
    let token = String::from_utf8_lossy(data);
    let parts: Vec<_> = token.split('.').collect();
    let expected = match parts.as_slice() {
        [_, payload, _] => base64::decode(payload).and_then(|bytes| String::from_utf8(bytes).ok()),
        _ => None,
    };
    assert_eq!(jwt::payload(&token).as_deref(), expected.as_ref());

    let token = format!("h.{}.s", base64::encode(data));
    claims(&token, serde_json::from_slice(data).unwrap_or(Tree::Null));
});

/// Signs in with a token of these claims.
fn claims(token: &str, claims: Tree) {
    let stage = Stage::default();
    stage.set_epoch(0.0);
    let api = stage.api();
    let answer = Odd::texts(&[("access_token", token), ("refresh_token", token)]);
    let answer = TokenAnswer::read(&answer).expect("the tokens are good");
    let text = |name: &str| {
        claims[name]
            .as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    match (api.session().adopt(answer), text("sub")) {
        (Ok(profile), Some(subject)) => {
            assert_eq!(profile.external_user_id, subject);
            assert_eq!(
                (&profile.rp_id, &profile.signer_id),
                (&text("iss"), &text("sid"))
            );
            assert!(![".", ".."].contains(&subject.as_str()));
            assert_eq!(profile.expires_at, 3_600_000.0);
            // A date in JavaScript ends there (ECMAScript §21.4.1.1).
            assert!(
                (0.0..=8.64e15).contains(&profile.refresh_expires_at),
                "{profile:?}"
            );
        }
        (Ok(_), None) => panic!("somebody is signed in, and nobody knows who"),
        (Err(error), subject) => {
            assert!(
                subject.is_none_or(|subject| [".", ".."].contains(&subject.as_str())),
                "{error}"
            );
            assert!(api.session().profile().is_none());
        }
    }
}
