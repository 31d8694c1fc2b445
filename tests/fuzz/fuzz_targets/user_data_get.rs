//! User data as answers hold it: scalars that may be read, each as it came, and nothing else.
//!
//! An input: the user's id, and answers.
#![no_main]

use ibex_fuzz::{Odd, Script, Stage};
use ibex_wallet_sdk::ports::{Body, Kind, Value};
use ibex_wallet_sdk::user_data::UserData;
use libfuzzer_sys::fuzz_target;

const PROXY: [&str; 2] = ["/v1.2/ibexsafe/userdata", "/v1.1/ibexsafe/userdata"];

fuzz_target!(|data: &[u8]| {
    let mut script = Script::new(data);
    let user = match script.word() {
        user if ["", ".", ".."].contains(&user.as_str()) => "u".to_owned(),
        user => user,
    };
    let answers = script.answers();
    let mut stage = Stage::default();
    let api = stage.signed_in(&user, "a.b.c", "r");
    stage.answer(answers.clone());
    let result = stage.finish(UserData::new(api).get(None));

    let sent = stage.sent();
    assert!(
        sent.iter().all(|request| is_known(&request.path, &user)),
        "{sent:?}"
    );
    let Ok(map) = result else { return };
    let answer = &answers[sent.len() - 1];
    assert!((200..300).contains(&answer.status));
    let stored = match &answer.body {
        Body::Json(json) => readable(json),
        Body::Empty => Vec::new(),
        Body::Unreadable => panic!("read out of nothing"),
    };
    assert_eq!(map, Odd::object(stored));
});

/// The endpoints of user data, and that of the renewal. The user's id is one segment.
fn is_known(path: &str, user: &str) -> bool {
    let below = PROXY.iter().find_map(|proxy| path.strip_prefix(proxy));
    let is_user = |segment: &str| {
        let mut decoded = url::form_urlencoded::parse(segment.as_bytes());
        !segment.contains(['/', '=', '&', '+']) && decoded.next().is_some_and(|(id, _)| id == user)
    };
    match below {
        Some("") => true,
        Some(below) => below.strip_prefix("/external/").is_some_and(is_user),
        None => path == "/v1.2/auth/refresh",
    }
}

/// The flat map, or the one under `data`.
fn readable(json: &Odd) -> Vec<(String, Odd)> {
    let inner = json.get("data").filter(|data| data.kind() == Kind::Object);
    let members = inner.as_ref().unwrap_or(json).entries().expect("an object");
    let scalar = |value: &Odd| matches!(value, Odd::Text(_) | Odd::Number(_) | Odd::Bool(_));
    members
        .into_iter()
        .filter(|(key, value)| !key.starts_with("private.") && scalar(value))
        .collect()
}
