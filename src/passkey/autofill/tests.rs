//! Autofill against a fake host: its challenges, and what becomes of its offers.

mod turns;

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::json;

use crate::api::Api;
use crate::error::{Code, Error};
use crate::events::Event;
use crate::fake::{Fake, FakeHost, Stage, good_tokens, no_answer, ok, status};
use crate::passkey::tests::{client, good_credential, good_options};
use crate::passkey::{Passkey, SignIn, SignedIn};
use crate::ports::{Abort, Mediation};

const GET: &str = "GET /v1.2/auth/sign-in";
const POST: &str = "POST /v1.2/auth/sign-in";

type Outcome = Rc<RefCell<Option<Result<SignedIn<Fake>, Error>>>>;

fn offered(stage: &Stage, passkey: &Passkey<FakeHost>, signal: Option<Abort>) -> Outcome {
    let options = SignIn {
        mediation: Some(Mediation::Conditional),
        ..SignIn::default()
    };
    stage.start(passkey.sign_in(&options, signal))
}

#[track_caller]
fn code(outcome: &Outcome) -> Code {
    outcome.take().unwrap().map(drop).unwrap_err().code
}

/// The errors that listeners hear.
fn heard(api: &Api<FakeHost>) -> Rc<RefCell<Vec<Code>>> {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let hearing = Rc::clone(&heard);
    api.events().add(move |event| {
        if let Event::Error(error) = event {
            hearing.borrow_mut().push(error.code);
        }
    });
    heard
}

#[test]
fn is_refused_before_anything_is_sent_where_the_browser_has_none() {
    let (mut stage, _, passkey) = client();
    stage.world.without_autofill.set(true);
    let outcome = offered(&stage, &passkey, None);
    stage.run();
    assert_eq!(code(&outcome), Code::PasskeyNotSupported);
    assert_eq!(stage.lines().len(), 0);
}

#[test]
fn a_challenge_that_is_refused_for_good_ends_it() {
    let (mut stage, api, passkey) = client();
    let heard = heard(&api);
    stage.answer(status(400, json!({"message": "Unknown domain/rpId"})));
    let outcome = offered(&stage, &passkey, None);
    stage.run();
    assert_eq!(code(&outcome), Code::BadRequest);
    assert!(heard.borrow().is_empty(), "the call itself says it");
}

#[test]
fn what_would_fail_for_ever_ends_it() {
    for (name, expected) in [
        ("SecurityError", Code::PasskeyRpMismatch),
        ("NotSupportedError", Code::PasskeyNotSupported),
    ] {
        let (mut stage, _, passkey) = client();
        stage.answer(ok(good_options()));
        stage.prompt(Err(name));
        let outcome = offered(&stage, &passkey, None);
        stage.run();
        assert_eq!(code(&outcome), expected);
    }
}

#[test]
fn signs_in_with_what_the_user_fills_in() {
    let (mut stage, api, passkey) = client();
    stage.answer(ok(good_options()));
    stage.prompt(Ok(good_credential()));
    stage.answer(ok(good_tokens("jane", "a", "r")));
    let outcome = offered(&stage, &passkey, None);
    stage.run();
    assert!(outcome.take().unwrap().is_ok());
    assert_eq!(api.session().profile().unwrap().external_user_id, "jane");
    assert_eq!(
        *stage.world.mediations.borrow(),
        [Some(Mediation::Conditional)]
    );
    stage.pass(1_000_000.0);
    assert_eq!(stage.lines(), [GET, POST]);
}

#[test]
fn replaces_its_challenge_at_three_quarters_of_its_life() {
    let (mut stage, _, passkey) = client();
    stage.answer(ok(good_options()));
    let outcome = offered(&stage, &passkey, None);
    stage.pass(44_999.0);
    assert_eq!(stage.lines(), [GET]);
    let next = stage.hold();
    stage.pass(1_000.0);
    // The old offer stands until the next one can.
    assert_eq!(
        (stage.lines().len(), stage.world.open_prompts.get()),
        (2, 1)
    );
    assert_eq!(stage.world.prompted.borrow().len(), 1);
    stage.prompt(Ok(good_credential()));
    stage.answer(ok(good_tokens("jane", "a", "r")));
    next.set(ok(good_options()));
    stage.pass(1.0);
    assert!(outcome.take().unwrap().is_ok());
    assert_eq!(stage.lines(), [GET, GET, POST]);
}

#[test]
fn an_api_that_is_away_for_an_hour_is_told_once_and_asked_seldom() {
    let (mut stage, api, passkey) = client();
    let heard = heard(&api);
    for _ in 0..1_000 {
        stage.answer(no_answer());
    }
    let outcome = offered(&stage, &passkey, None);
    stage.pass(3_600_000.0);
    assert_eq!(*heard.borrow(), [Code::Network]);
    // Three attempts each; a minute apart, in the end.
    assert!(stage.lines().len() < 400, "{}", stage.lines().len());
    assert!(outcome.borrow().is_none());
}

#[test]
fn an_offer_stands_while_its_next_challenge_cannot_be_had() {
    let (mut stage, api, passkey) = client();
    let heard = heard(&api);
    stage.answer(ok(good_options()));
    let outcome = offered(&stage, &passkey, None);
    stage.run();
    stage.answer(status(500, json!({})));
    stage.pass(45_000.0);
    assert_eq!(*heard.borrow(), [Code::ServerError]);
    assert_eq!(stage.world.open_prompts.get(), 1);
    stage.answer(ok(good_options()));
    stage.prompt(Ok(good_credential()));
    stage.answer(ok(good_tokens("jane", "a", "r")));
    stage.pass(2_000.0);
    assert!(outcome.take().unwrap().is_ok());
}

#[test]
fn a_pause_that_the_api_asks_for_is_kept() {
    let (mut stage, _, passkey) = client();
    let mut throttled = status(429, json!({})).unwrap();
    throttled.retry_after = Some("50".to_owned());
    stage.answer(Ok(throttled));
    let _outcome = offered(&stage, &passkey, None);
    stage.pass(49_999.0);
    assert_eq!(stage.lines().len(), 1);
    stage.pass(1.0);
    assert_eq!(stage.lines().len(), 2);
}

#[test]
fn is_armed_again_after_an_attempt_that_the_api_refused() {
    let (mut stage, api, passkey) = client();
    let heard = heard(&api);
    stage.answer(ok(good_options()));
    stage.prompt(Ok(good_credential()));
    stage.answer(status(401, json!({"message": "Unknown credential"})));
    let outcome = offered(&stage, &passkey, None);
    stage.run();
    assert_eq!(*heard.borrow(), [Code::Unauthorized]);
    assert_eq!(stage.world.signalled.borrow().len(), 1);
    stage.answer(ok(good_options()));
    stage.prompt(Ok(good_credential()));
    stage.answer(ok(good_tokens("jane", "a", "r")));
    stage.pass(1_000.0);
    assert!(outcome.take().unwrap().is_ok());
    assert_eq!(stage.lines(), [GET, POST, GET, POST]);
}

#[test]
fn every_attempt_that_the_api_refused_is_told() {
    let (mut stage, api, passkey) = client();
    let heard = heard(&api);
    for answer in [
        status(401, json!({})),
        no_answer(),
        status(500, json!({})),
        status(401, json!({})),
    ] {
        stage.answer(ok(good_options()));
        stage.prompt(Ok(good_credential()));
        stage.answer(answer);
    }
    let _outcome = offered(&stage, &passkey, None);
    stage.pass(10_000.0);
    let expected = [
        Code::Unauthorized,
        Code::Network,
        Code::ServerError,
        Code::Unauthorized,
    ];
    assert_eq!(*heard.borrow(), expected);
}

#[test]
fn is_armed_again_after_a_cancel_and_nobody_is_told() {
    let (mut stage, api, passkey) = client();
    let heard = heard(&api);
    for _ in 0..2 {
        stage.answer(ok(good_options()));
    }
    stage.prompt(Err("NotAllowedError"));
    let outcome = offered(&stage, &passkey, None);
    stage.pass(1_000.0);
    assert_eq!(stage.world.open_prompts.get(), 1);
    assert!(heard.borrow().is_empty() && outcome.borrow().is_none());
}

#[test]
fn does_not_wait_for_the_focus() {
    let (mut stage, _, passkey) = client();
    stage.world.unfocused.set(true);
    for _ in 0..2 {
        stage.answer(ok(good_options()));
    }
    stage.prompt(Err("NotAllowedError"));
    let _outcome = offered(&stage, &passkey, None);
    stage.pass(1_000.0);
    assert!(!stage.world.focus.borrow().is_awaited());
    assert_eq!(
        (stage.lines().len(), stage.world.open_prompts.get()),
        (2, 1)
    );
}

#[test]
fn a_browser_that_refuses_at_once_again_and_again_is_asked_seldom() {
    let (mut stage, api, passkey) = client();
    let heard = heard(&api);
    for _ in 0..1_000 {
        stage.answer(ok(good_options()));
        stage.prompt(Err("OperationError"));
    }
    let _outcome = offered(&stage, &passkey, None);
    stage.pass(3_600_000.0);
    let asked = stage.lines().len();
    assert!((60..150).contains(&asked), "{asked}");
    assert_eq!(*heard.borrow(), [Code::PasskeyFailed]);
}

#[test]
fn a_refusal_after_a_long_offer_is_a_new_beginning() {
    let (mut stage, _, passkey) = client();
    stage.world.prompt_lasts.set(20_000.0);
    for _ in 0..100 {
        stage.answer(ok(good_options()));
        stage.prompt(Err("NotAllowedError"));
    }
    let _outcome = offered(&stage, &passkey, None);
    stage.pass(1_000_000.0);
    assert!(stage.lines().len() > 40, "{}", stage.lines().len());
}
