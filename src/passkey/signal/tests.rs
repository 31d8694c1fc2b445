//! What authenticators are told of names. Not here: of passkeys that nobody knows (`passkey::tests`).

use serde_json::{Value as Tree, json};

use crate::fake::{good_tokens, ok, status};
use crate::passkey::SignUp;
use crate::passkey::tests::{client, good_credential, good_options, sign_in};

fn with_handle() -> Tree {
    let mut credential = good_credential();
    credential["response"]["userHandle"] = json!({"$bytes": "-_8"});
    credential
}

fn good_names() -> Tree {
    json!({"keyName": "my-passkey", "keyDisplayName": "My Passkey"})
}

fn tokens_with(members: &Tree) -> Tree {
    let mut tokens = good_tokens("jane", "a", "r");
    for (name, value) in members.as_object().unwrap() {
        tokens[name] = value.clone();
    }
    tokens
}

/// What is said after a sign-in.
fn signalled(options: Tree, credential: Tree, names: &Tree) -> Vec<(String, Tree)> {
    let (mut stage, _, passkey) = client();
    stage.answer(ok(options));
    stage.prompt(Ok(credential));
    stage.answer(ok(tokens_with(names)));
    sign_in(&mut stage, &passkey).unwrap();
    stage.world.signalled.take()
}

#[test]
fn a_sign_in_names_the_passkey_as_the_api_does() {
    let signal = |details| [("signalCurrentUserDetails".to_owned(), details)];
    let mut details = json!({"rpId": "app.example", "userId": "-_8", "name": "my-passkey", "displayName": "My Passkey"});
    let said = signalled(good_options(), with_handle(), &good_names());
    assert_eq!(said, signal(details.clone()));

    let names = json!({"keyName": "my-passkey", "keyDisplayName": ""});
    details["displayName"] = json!("");
    let said = signalled(good_options(), with_handle(), &names);
    assert_eq!(said, signal(details.clone()));

    details.as_object_mut().unwrap().remove("rpId");
    let said = signalled(json!({"challenge": "AQID"}), with_handle(), &names);
    assert_eq!(said, signal(details));
}

#[test]
fn half_a_name_or_no_user_handle_changes_nothing() {
    let none = Vec::new();
    assert_eq!(
        signalled(good_options(), good_credential(), &good_names()),
        none
    );
    for names in [
        json!({}),
        json!({"keyName": "my-passkey"}),
        json!({"keyDisplayName": "My Passkey"}),
        json!({"keyName": 7, "keyDisplayName": "My Passkey"}),
        json!({"keyName": "my-passkey", "keyDisplayName": null}),
        json!({"keyName": "", "keyDisplayName": "My Passkey"}),
    ] {
        assert_eq!(
            signalled(good_options(), with_handle(), &names),
            none,
            "{names}"
        );
    }
}

#[test]
fn a_sign_up_and_a_sign_in_that_fails_change_no_name() {
    let (mut stage, _, passkey) = client();
    stage.answer(ok(good_options()));
    stage.prompt(Ok(with_handle()));
    stage.answer(ok(tokens_with(&good_names())));
    let signing_up = passkey.sign_up(&SignUp::default(), None);
    stage.finish(signing_up).unwrap();
    for answer in [
        status(401, good_names()),
        ok(good_names()),
        status(503, good_names()),
    ] {
        stage.answer(ok(good_options()));
        stage.prompt(Ok(with_handle()));
        stage.answer(answer);
        assert!(sign_in(&mut stage, &passkey).is_err());
    }
    assert_eq!(stage.world.signalled.take(), Vec::new());
}
