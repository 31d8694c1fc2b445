//! The sandbox against the wire fixtures: the answers that they show are the answers that it gives.
//!
//! `tests/wire.rs` of the SDK says what a fixture's members mean. Here a fixture's state is brought about, its
//! requests are made over real HTTP, with real ceremonies, and each answer must be the fixture's: the same members,
//! the same values. A name in braces is bound by the first answer that holds it, and the same from then on.

mod names;
mod play;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::server::Server;
use play::play;

/// The fixtures by the names of their files.
fn fixtures() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/wire");
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let fixture = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                fixture,
            )
        })
        .collect();
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    found
}

/// Plays every fixture that the sandbox can serve whose call begins like this; what is wrong is told of all at once.
fn all_hold(call: &str) {
    let meant = |fixture: &Value| {
        fixture["call"].as_str().unwrap().starts_with(call) && fixture.get("sandbox").is_none()
    };
    let fixtures: Vec<_> = fixtures()
        .into_iter()
        .filter(|(_, fixture)| meant(fixture))
        .collect();
    assert!(!fixtures.is_empty(), "{call} has no fixture");
    let told = |(name, fixture): &(String, Value)| {
        let problems = play(fixture).into_iter();
        problems
            .map(|problem| format!("{name}: {problem}"))
            .collect::<Vec<_>>()
    };
    let problems: Vec<_> = fixtures.iter().flat_map(told).collect();
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn answers_sign_ups_in_every_form() {
    all_hold("signUp");
}

#[test]
fn answers_sign_ins_in_every_form() {
    all_hold("signIn");
}

#[test]
fn answers_refreshes_in_every_form() {
    all_hold("refresh");
}

#[test]
fn answers_user_data_in_every_form() {
    all_hold("userData.");
}

#[test]
fn answers_e_mail_in_every_form() {
    all_hold("email.");
}

#[test]
fn answers_anything_else_in_every_form() {
    all_hold("request");
}

#[test]
fn says_why_it_cannot_serve_a_form() {
    for (name, fixture) in fixtures() {
        if let Some(why) = fixture.get("sandbox") {
            assert!(why.as_str().is_some_and(|why| !why.is_empty()), "{name}");
        }
    }
}

/// Which requests a browser may send is not a matter of what they look like.
#[test]
fn every_variant_but_cors_has_a_fixture() {
    let known = Server::start().get("/sandbox/variants").ok();
    let mut known: BTreeSet<_> = known.as_object().unwrap().keys().cloned().collect();
    assert!(known.remove("cors"));
    let used = fixtures().into_iter().flat_map(|(_, fixture)| {
        let variants = fixture["variants"].as_object().cloned();
        variants.into_iter().flatten().map(|(name, _)| name)
    });
    assert_eq!(used.collect::<BTreeSet<_>>(), known);
}

/// The tests of this file would be worth nothing if every fixture held.
#[test]
fn tells_of_a_fixture_that_does_not_hold() {
    let fixture = |name: &str| {
        let (_, found) = fixtures()
            .into_iter()
            .find(|(known, _)| known == name)
            .unwrap();
        found
    };
    let spoilt = [
        ("post-userdata.bare.json", "/variants", json!({})),
        ("get-userdata.wrapped.json", "/variants", json!({})),
        (
            "get-userdata.empty.json",
            "/exchanges/0/response/status",
            json!(200),
        ),
        (
            "get-userdata.flat.json",
            "/exchanges/0/response/body/score",
            json!(2),
        ),
        (
            "get-userdata.flat.json",
            "/exchanges/0/response/body",
            json!({ "email": "{email}" }),
        ),
        (
            "get-sign-up.base64.json",
            "/exchanges/0/response/body/credentialRequestOptions/challenge",
            json!("{challenge}"),
        ),
        (
            "post-refresh.fewer-members.json",
            "/exchanges/0/response/body/issuer",
            json!("{user}"),
        ),
        (
            "post-sign-in.minimal.json",
            "/exchanges/1/request/body/credential/response",
            json!({}),
        ),
    ];
    for (name, pointer, value) in spoilt {
        let mut fixture = fixture(name);
        *fixture.pointer_mut(pointer).unwrap() = value;
        assert_ne!(play(&fixture), Vec::<String>::new(), "{name} {pointer}");
    }
}
