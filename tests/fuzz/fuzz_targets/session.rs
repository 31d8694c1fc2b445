//! Answers to a sign-in and to a renewal: a session has tokens and a user, and whatever happens to it, no token is shown.
//!
//! An input: the answers to the sign-in, and to a renewal and two calls that follow.
#![no_main]

use ibex_fuzz::{Odd, Script, Sent, Stage, ok};
use ibex_wallet_sdk::error::Code;
use ibex_wallet_sdk::http::Call;
use ibex_wallet_sdk::passkey::{Passkey, SignIn};
use ibex_wallet_sdk::ports::{Body, Kind, Response, Value};
use ibex_wallet_sdk::protocol::jwt::payload;
use ibex_wallet_sdk::session::TokenAnswer;
use libfuzzer_sys::fuzz_target;

/// Ends every token. An input that has it elsewhere proves nothing.
const MARK: &str = "~4f1c9a~";

/// A date in JavaScript ends there (ECMAScript §21.4.1.1).
const LAST_DATE: f64 = 8.64e15;

fuzz_target!(|data: &[u8]| {
    if data.windows(MARK.len()).any(|part| part == MARK.as_bytes()) {
        return;
    }
    let mut answers: Vec<_> = Script::new(data)
        .answers()
        .into_iter()
        .map(marked)
        .collect();
    answers.insert(0, ok(Odd::texts(&[("challenge", "AAAA")])));
    for answer in &answers {
        if let Body::Json(json) = &answer.body {
            shows_nothing(&TokenAnswer::read(json));
        }
    }
    let mut stage = Stage::default();
    stage.credential(good_credential());
    stage.answer(answers.clone());
    let api = stage.api();
    match stage.finish(Passkey::new(api.clone()).sign_in(&SignIn::default(), None)) {
        Ok(signed_in) => {
            let profile = &signed_in.profile;
            assert!(!["", ".", ".."].contains(&profile.external_user_id.as_str()));
            for date in [profile.expires_at, profile.refresh_expires_at] {
                assert!((0.0..=LAST_DATE).contains(&date), "{date}");
            }
            shows_nothing(&(&signed_in, profile, &api, api.session()));
            let data = signed_in.userdata.and_then(|map| map.entries());
            for (key, value) in data.unwrap_or_default() {
                assert!(!key.starts_with("private."));
                assert!(matches!(
                    value.kind(),
                    Kind::Text | Kind::Number | Kind::Bool
                ));
            }
        }
        Err(error) => {
            shows_nothing(&error);
            assert!(api.session().profile().is_none());
            assert_eq!(
                stage.finish(api.refresh(None)).map_err(|error| error.code),
                Err(Code::NotSignedIn)
            );
            assert_eq!(stage.sent().len(), 2);
            return;
        }
    }
    let user = || Some(api.session().profile()?.external_user_id.clone());
    let signed_in = user();
    for renews in [true, false, false] {
        let call = Call::post("/v1.2/x", Odd::Null);
        let error = if renews {
            stage.finish(api.refresh(None)).err()
        } else {
            stage.finish(api.request(call, None)).err()
        };
        shows_nothing(&(&error, api.session().profile()));
        let lost = error.is_some_and(|error| error.code == Code::SessionExpired);
        assert_eq!(user(), signed_in.clone().filter(|_| !lost));
        if lost {
            break;
        }
    }
    carried(&stage.sent(), &answers, &signed_in.unwrap_or_default());
});

/// Each request carries the tokens of the last answer that brought some.
fn carried(sent: &[Sent], answers: &[Response<Odd>], user: &str) {
    let mut held: Option<(String, String)> = None;
    for (index, request) in sent.iter().enumerate().skip(1) {
        let brings = match request.path.as_str() {
            "/v1.2/auth/sign-in" => true,
            "/v1.2/auth/refresh" => {
                let refresh = held.as_ref().map(|(_, refresh)| refresh.as_str());
                assert_eq!(
                    request.body,
                    Some(Odd::texts(&[(
                        "refresh_token",
                        refresh.expect("no session")
                    )]))
                );
                assert_eq!(request.token, None);
                true
            }
            _ => {
                assert_eq!(
                    request.token.as_ref(),
                    held.as_ref().map(|(access, _)| access)
                );
                false
            }
        };
        let brought = answers
            .get(index)
            .filter(|answer| brings && (200..300).contains(&answer.status));
        if let Some(Body::Json(answer)) = brought.map(|answer| &answer.body) {
            held = tokens(answer).filter(|_| taken_over(answer, user)).or(held);
        }
    }
    assert!(held.is_some(), "a session without tokens");
}

fn shows_nothing(what: &impl std::fmt::Debug) {
    let shown = format!("{what:?}");
    assert!(!shown.contains(MARK), "{shown}");
}

/// The answer with tokens that can be told from everything else.
fn marked(mut answer: Response<Odd>) -> Response<Odd> {
    if let Body::Json(Odd::Object(members)) = &answer.body {
        let is_token = |name: &str| ["access_token", "refresh_token", "token"].contains(&name);
        let mark = |(name, value): &(String, Odd)| match value {
            Odd::Text(text) if is_token(name) && !text.is_empty() => {
                (name.clone(), Odd::Text(format!("{text}{MARK}").into()))
            }
            _ => (name.clone(), value.clone()),
        };
        answer.body = Body::Json(Odd::Object(members.iter().map(mark).collect()));
    }
    answer
}

/// `access_token`, else `token`, and the refresh token.
fn tokens(answer: &Odd) -> Option<(String, String)> {
    let access = answer.get("access_token").or_else(|| answer.get("token"))?;
    let (access, refresh) = (access.text()?, answer.get("refresh_token")?.text()?);
    let usable =
        |token: &str| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    (usable(&access) && usable(&refresh)).then_some((access, refresh))
}

/// Whether a renewal brings tokens of this user and for some time.
fn taken_over(answer: &Odd, user: &str) -> bool {
    let named = |json: &Odd, name| json.get(name)?.text().filter(|text| !text.is_empty());
    let token = answer.get("access_token").or_else(|| answer.get("token"));
    let claims = token.and_then(|token| Odd::parse(&payload(&token.text()?)?));
    let subject = named(answer, "subject").or_else(|| named(&claims?, "sub"));
    let life = answer.get("expires_in").map(|life| life.number());
    let some_time = |life: Option<f64>| life.is_some_and(|life| (0.0..=1e9).contains(&life));
    subject.is_none_or(|subject| subject == user) && life.is_none_or(some_time)
}

fn good_credential() -> Odd {
    let response = Odd::texts(&[
        ("clientDataJSON", "e30"),
        ("authenticatorData", "AAAA"),
        ("signature", "AAAA"),
    ]);
    Odd::object(vec![
        ("rawId".to_owned(), Odd::text_of("AQID")),
        ("response".to_owned(), response),
    ])
}
