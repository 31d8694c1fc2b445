//! What a caller stores: it is sent as it was given, in its order, or nothing is sent and the error names the key.
//!
//! An input: the values, and answers.
#![no_main]

use ibex_fuzz::{Odd, Script, Stage};
use ibex_wallet_sdk::error::Code;
use ibex_wallet_sdk::ports::{Kind, Value};
use ibex_wallet_sdk::user_data::UserData;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut script = Script::new(data);
    let values = script.value();
    let mut stage = Stage::default();
    let api = stage.signed_in("u", "a.b.c", "r");
    stage.answer(script.answers());
    let result = stage.finish(UserData::new(api).set(&values, None));
    let sent = stage.sent();

    let entries = values
        .entries()
        .filter(|entries| !entries.is_empty() || values.is_plain());
    let Some(entries) = entries else {
        assert!(result.is_err_and(|error| error.code == Code::InvalidArgument));
        assert!(sent.is_empty());
        return;
    };
    let kinds = [Kind::Text, Kind::Number, Kind::Bool, Kind::Null];
    // What was half a surrogate pair could be two keys in one.
    let odd = |(key, value): &&(String, Odd)| {
        key.is_empty() || key.contains('\u{fffd}') || !kinds.contains(&value.kind())
    };
    if let Some((key, _)) = entries.iter().find(odd) {
        let error = result.expect_err("an odd value is stored");
        let field = if key.is_empty() { "values" } else { key };
        assert_eq!(error.code, Code::InvalidArgument);
        assert!(error.message.starts_with(&format!("{field}: ")), "{error}");
        assert!(sent.is_empty());
        return;
    }
    // An empty write is a read.
    assert_eq!(sent.is_empty(), entries.is_empty());
    let writes = sent
        .iter()
        .filter(|request| request.path != "/v1.2/auth/refresh");
    for request in writes {
        let body = request
            .body
            .as_ref()
            .and_then(|body| body.entries())
            .expect("a body");
        let (name, sent) = body.last().expect("members");
        assert_eq!(
            (name.as_str(), sent),
            ("data", &Odd::object(entries.clone()))
        );
        assert_eq!(request.method, "POST");
    }
});
