//! Autofill against a fake host: its challenges, what it gives way to, what ends it.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::json;

use crate::api::Api;
use crate::error::{Code, Error};
use crate::events::Event;
use crate::fake::{Fake, FakeHost, Stage, good_tokens, no_answer, ok, status};
use crate::once::Once;
use crate::passkey::tests::{client, good_credential, good_options};
use crate::passkey::{Passkey, SignIn, SignUp, SignedIn};
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

#[test]
fn gives_way_to_an_explicit_ceremony_and_is_armed_again_where_that_signed_nobody_in() {
    let (mut stage, _, passkey) = client();
    stage.answer(ok(good_options()));
    let outcome = offered(&stage, &passkey, None);
    stage.run();
    stage.answer(ok(good_options()));
    stage.prompt(Err("NotAllowedError"));
    let explicit = stage.start(passkey.sign_in(&SignIn::default(), None));
    stage.run();
    // The browser has let go of autofill, and Safari's macrotask has not come yet.
    assert_eq!(stage.world.open_prompts.get(), 0);
    stage.answer(ok(good_options()));
    stage.pass(1.0);
    let cancelled = explicit.take().unwrap().map(drop).unwrap_err();
    assert_eq!(cancelled.code, Code::PasskeyCancelled);
    assert!(outcome.borrow().is_none());
    assert_eq!(
        (stage.lines().len(), stage.world.open_prompts.get()),
        (3, 1)
    );
    assert_eq!(
        *stage.world.mediations.borrow(),
        [
            Some(Mediation::Conditional),
            None,
            Some(Mediation::Conditional)
        ]
    );
}

#[test]
fn ends_where_another_ceremony_signs_in() {
    for sign_up in [false, true] {
        let (mut stage, api, passkey) = client();
        stage.answer(ok(good_options()));
        let outcome = offered(&stage, &passkey, None);
        stage.run();
        stage.answer(ok(good_options()));
        stage.prompt(Ok(good_credential()));
        stage.answer(ok(good_tokens("jane", "a", "r")));
        let explicit: Rc<RefCell<Option<bool>>> = match sign_up {
            true => {
                let signing_up = passkey.sign_up(&SignUp::default(), None);
                stage.start(async { signing_up.await.is_ok() })
            }
            false => {
                let signing_in = passkey.sign_in(&SignIn::default(), None);
                stage.start(async { signing_in.await.is_ok() })
            }
        };
        stage.pass(1.0);
        assert_eq!(explicit.take(), Some(true));
        assert_eq!(code(&outcome), Code::Aborted);
        let sent = stage.lines().len();
        stage.pass(1_000_000.0);
        assert_eq!(stage.world.open_prompts.get(), 0);
        assert!(stage.lines()[sent..].iter().all(|line| line != GET));
        assert_eq!(api.session().profile().unwrap().external_user_id, "jane");
    }
}

#[test]
fn waits_for_an_explicit_ceremony_that_was_there_before() {
    let (mut stage, _, passkey) = client();
    stage.answer(ok(good_options()));
    let signal = Abort::default();
    let explicit = stage.start(passkey.sign_in(&SignIn::default(), Some(signal.clone())));
    stage.run();
    let outcome = offered(&stage, &passkey, None);
    stage.pass(100_000.0);
    assert!(explicit.borrow().is_none());
    assert_eq!(
        (stage.lines().len(), stage.world.open_prompts.get()),
        (1, 1)
    );
    stage.answer(ok(good_options()));
    signal.set(Error::new(Code::Aborted, "enough"));
    stage.pass(1.0);
    assert!(explicit.borrow().is_some() && outcome.borrow().is_none());
    assert_eq!(
        (stage.lines().len(), stage.world.open_prompts.get()),
        (2, 1)
    );
}

#[test]
fn a_challenge_that_grew_old_behind_an_explicit_ceremony_is_not_used() {
    let (mut stage, _, passkey) = client();
    let challenge = stage.hold();
    let _outcome = offered(&stage, &passkey, None);
    stage.run();
    stage.answer(ok(good_options()));
    let signal = Abort::default();
    let _explicit = stage.start(passkey.sign_in(&SignIn::default(), Some(signal.clone())));
    stage.run();
    challenge.set(ok(good_options()));
    stage.pass(50_000.0);
    let sent = stage.lines().len();
    stage.answer(ok(good_options()));
    signal.set(Error::new(Code::Aborted, "enough"));
    stage.pass(1.0);
    assert_eq!(
        (stage.lines().len(), stage.world.open_prompts.get()),
        (sent + 1, 1)
    );
}

#[test]
fn a_challenge_that_grew_old_while_the_browser_let_go_is_not_used() {
    let (mut stage, _, passkey) = client();
    let lets_go = Once::default();
    *stage.world.lets_go.borrow_mut() = Some(lets_go.clone());
    for _ in 0..3 {
        stage.answer(ok(good_options()));
    }
    let _older = offered(&stage, &passkey, None);
    stage.run();
    let _newer = offered(&stage, &passkey, None);
    stage.pass(50_000.0);
    assert_eq!(stage.lines().len(), 2);
    lets_go.set(());
    stage.pass(1.0);
    assert_eq!(
        (stage.lines().len(), stage.world.open_prompts.get()),
        (3, 1)
    );
    assert_eq!(stage.world.prompted.borrow().len(), 2);
}

#[test]
fn a_newer_one_takes_the_place_of_the_older() {
    let (mut stage, _, passkey) = client();
    for _ in 0..2 {
        stage.answer(ok(good_options()));
    }
    let older = offered(&stage, &passkey, None);
    stage.run();
    let newer = offered(&stage, &passkey, None);
    stage.pass(1.0);
    assert_eq!(code(&older), Code::Aborted);
    assert!(newer.borrow().is_none());
    assert_eq!(stage.world.open_prompts.get(), 1);
}

#[test]
fn a_listener_that_signs_out_again_ends_it_and_nobody_hears_of_a_failure() {
    let (mut stage, api, passkey) = client();
    let heard = heard(&api);
    let session = api.session().clone();
    api.events().add(move |event| {
        if let Event::Session(Some(_)) = event {
            session.sign_out();
        }
    });
    stage.answer(ok(good_options()));
    stage.prompt(Ok(good_credential()));
    stage.answer(ok(good_tokens("jane", "a", "r")));
    let outcome = offered(&stage, &passkey, None);
    stage.run();
    assert_eq!(code(&outcome), Code::Aborted);
    assert!(heard.borrow().is_empty(), "{heard:?}");
    assert_eq!(stage.lines(), [GET, POST]);
}

#[test]
fn signal_sign_out_and_close_end_it_wherever_it_is() {
    type End = fn(&Abort, &Api<FakeHost>);
    let ends: [(End, Code); 3] = [
        (
            |signal, _| signal.set(Error::new(Code::Aborted, "enough")),
            Code::Aborted,
        ),
        (|_, api| api.session().sign_out(), Code::Aborted),
        (|_, api| api.close(), Code::ClientClosed),
    ];
    for (end, expected) in ends {
        // While it asks, while it stands, while it renews, while it pauses.
        for (reached, passed) in [0.0, 0.0, 45_000.0, 10.0].into_iter().enumerate() {
            let (mut stage, api, passkey) = client();
            match reached {
                0 => {}
                1 | 2 => stage.answer(ok(good_options())),
                _ => stage.answer(status(500, json!({}))),
            }
            let signal = Abort::default();
            let outcome = offered(&stage, &passkey, Some(signal.clone()));
            stage.pass(passed);
            assert!(outcome.borrow().is_none());
            end(&signal, &api);
            stage.run();
            assert_eq!(code(&outcome), expected, "{reached}");
            assert_eq!(stage.world.open_prompts.get(), 0);
            let sent = stage.lines().len();
            stage.pass(1_000_000.0);
            assert_eq!(stage.lines().len(), sent);
        }
    }
}
