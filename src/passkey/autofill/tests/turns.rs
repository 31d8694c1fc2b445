//! What autofill makes way for, and what ends it.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::json;

use super::{GET, POST, code, heard, offered};
use crate::api::Api;
use crate::error::{Code, Error};
use crate::events::Event;
use crate::fake::{FakeHost, good_tokens, ok, status};
use crate::once::Once;
use crate::passkey::tests::{client, good_credential, good_options};
use crate::passkey::{SignIn, SignUp};
use crate::ports::{Abort, Mediation};

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
