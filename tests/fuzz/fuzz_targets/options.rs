//! The options of a ceremony: the authenticator gets bytes where bytes belong and the rest as it came, or it is not asked.
//!
//! An input: `up` or `in`, and the API's answer.
#![no_main]

use ibex_fuzz::{Odd, Script, Stage, ok};
use ibex_wallet_sdk::error::Code;
use ibex_wallet_sdk::passkey::{Passkey, SignIn, SignUp};
use ibex_wallet_sdk::ports::Value;
use ibex_wallet_sdk::protocol::base64;
use libfuzzer_sys::fuzz_target;

/// What WebAuthn takes as a buffer; `*` is any member or item (WebAuthn Level 3 §5.4, §5.5, §10.1.4).
const BINARY: [&str; 8] = [
    "challenge",
    "user.id",
    "excludeCredentials.*.id",
    "allowCredentials.*.id",
    "extensions.prf.eval.first",
    "extensions.prf.eval.second",
    "extensions.prf.evalByCredential.*.first",
    "extensions.prf.evalByCredential.*.second",
];

fuzz_target!(|data: &[u8]| {
    let mut script = Script::new(data);
    let up = script.word() == "up";
    let answer = script.value().as_json();
    let located = located(&answer);
    let expected = located.and_then(|options| decoded(&askable(options), &mut Vec::new()));

    let mut stage = Stage::default();
    stage.answer([ok(answer)]);
    let passkey = Passkey::new(stage.api());
    let error = if up {
        stage
            .finish(passkey.sign_up(&SignUp::default(), None))
            .expect_err("the user cancels")
    } else {
        stage
            .finish(passkey.sign_in(&SignIn::default(), None))
            .expect_err("the user cancels")
    };
    assert_eq!(stage.sent().len(), 1);
    match expected {
        Some(expected) => {
            assert_eq!(stage.prompted(), [expected]);
            assert!(matches!(
                error.code,
                Code::PasskeyCancelled | Code::PasskeyTimeout
            ));
        }
        None => {
            assert!(stage.prompted().is_empty());
            assert_eq!(error.code, Code::InvalidResponse);
            assert!(names_a_member(&error.message), "{error}");
        }
    }
});

/// Whether a message names what the specification names, and nothing else of the answer: a key can be a credential id.
fn names_a_member(message: &str) -> bool {
    let name = message.strip_prefix("the answer's ").unwrap_or_default();
    let name = name.split(" is ").next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_ascii_digit()).collect();
    let known = |pattern: &&str| {
        let pattern = pattern.replace("Credentials.*", "Credentials[]");
        let pattern = pattern.replace("evalByCredential.*", "evalByCredential");
        pattern == name || pattern.starts_with(&format!("{name}."))
    };
    let list = ["excludeCredentials", "allowCredentials"].contains(&name.as_str());
    name == "options" || list || BINARY.iter().any(known)
}

/// A credential id in the one form that browsers take for a key.
fn key(name: &str) -> Option<String> {
    let id = base64::decode(name).filter(|id| !id.is_empty());
    id.map(|id| base64::encode(&id))
}

/// Wherever the API puts them.
fn located(answer: &Odd) -> Option<Odd> {
    let inner = |options: Odd, name| match options.get(name) {
        Some(inner) if inner.is_object() => inner,
        _ => options,
    };
    let names = [
        "credentialRequestOptions",
        "credentialCreationOptions",
        "publicKey",
    ];
    Some(names.into_iter().fold(answer.clone(), inner))
        .filter(|options| options.get("challenge").is_some())
}

/// Without the PRF inputs of single credentials where none is named: browsers refuse them then.
fn askable(options: Odd) -> Odd {
    let named = options.get("allowCredentials");
    if named.is_some_and(|list| list != Odd::Array([].into())) {
        return options;
    }
    without(&options, &["extensions", "prf", "evalByCredential"])
}

fn without(value: &Odd, path: &[&str]) -> Odd {
    match (value, path) {
        (Odd::Object(members), [name, inner @ ..]) => {
            let kept = members
                .iter()
                .filter(|(member, _)| member != name || !inner.is_empty())
                .map(|(member, value)| match member == name {
                    true => (member.clone(), without(value, inner)),
                    false => (member.clone(), value.clone()),
                });
            Odd::object(kept.collect())
        }
        _ => value.clone(),
    }
}

/// A value at its path, with buffers for texts; `None` where one is missing its bytes.
fn decoded(value: &Odd, path: &mut Vec<String>) -> Option<Odd> {
    let here = |pattern: &&str| {
        let pattern: Vec<_> = pattern.split('.').take(path.len()).collect();
        let fits = |(part, name): (&&str, &String)| *part == "*" || part == name;
        pattern.len() == path.len() && pattern.iter().zip(&*path).all(fits)
    };
    let depth = |pattern: &&str| pattern.split('.').count();
    let Some(pattern) = BINARY.iter().find(|pattern| here(pattern)) else {
        return Some(value.clone());
    };
    if depth(pattern) == path.len() {
        return Some(Odd::Bytes(base64::decode(&value.text()?)?.into()));
    }
    let list = pattern.split('.').nth(path.len()) == Some("*")
        && !path.ends_with(&["evalByCredential".to_owned()]);
    let named: Vec<(String, Odd)> = match value {
        Odd::Array(items) if list => items
            .iter()
            .enumerate()
            .map(|(index, item)| (index.to_string(), item.clone()))
            .collect(),
        // What is null is not there.
        Odd::Object(members) if !list => members
            .iter()
            .filter(|(_, value)| *value != Odd::Null)
            .cloned()
            .collect(),
        _ => return None,
    };
    let mut made = Vec::new();
    for (name, value) in named {
        if path.is_empty() && name == "allowCredentials" && value == Odd::Array([].into()) {
            continue;
        }
        path.push(name.clone());
        let value = decoded(&value, path);
        path.pop();
        let is_id = path.ends_with(&["evalByCredential".to_owned()]) && path.len() == 3;
        made.push((if is_id { key(&name)? } else { name }, value?));
    }
    Some(if list {
        made.into_iter().map(|(_, value)| value).collect()
    } else {
        Odd::object(made)
    })
}
