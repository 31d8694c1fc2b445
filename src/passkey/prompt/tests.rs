//! A document without the focus: one wait, one more try.

use crate::error::{Code, Error};
use crate::fake::{Fake, Stage, good_tokens, ok};
use crate::passkey::tests::{client, good_credential, good_options};
use crate::passkey::{Passkey, SignIn, SignUp, SignedIn};
use crate::ports::Abort;

type Waiting = std::rc::Rc<std::cell::RefCell<Option<Result<SignedIn<Fake>, Error>>>>;

/// A sign-in that the browser refused at once, because the document has no focus.
fn refused(
    stage: &mut Stage,
    passkey: &Passkey<crate::fake::FakeHost>,
    signal: Option<Abort>,
) -> Waiting {
    stage.world.unfocused.set(true);
    stage.answer(ok(good_options()));
    stage.prompt(Err("NotAllowedError"));
    let waiting = stage.start(passkey.sign_in(&SignIn::default(), signal));
    stage.run();
    assert!(waiting.borrow().is_none());
    waiting
}

fn prompts(stage: &Stage) -> usize {
    stage.world.prompted.borrow().len()
}

fn focus(stage: &mut Stage) {
    stage.world.unfocused.set(false);
    stage.world.focus.borrow().set(());
    stage.run();
}

#[test]
fn a_prompt_that_was_refused_for_want_of_focus_is_shown_when_the_focus_comes() {
    let (mut stage, _, passkey) = client();
    let waiting = refused(&mut stage, &passkey, None);
    stage.pass(30_000.0);
    assert_eq!((prompts(&stage), stage.lines().len()), (1, 1));
    stage.prompt(Ok(good_credential()));
    stage.answer(ok(good_tokens("jane", "a", "r")));
    focus(&mut stage);
    assert!(waiting.take().unwrap().is_ok());
    assert_eq!((prompts(&stage), stage.lines().len()), (2, 2));
    assert!(!stage.world.focus.borrow().is_awaited());
}

#[test]
fn a_sign_up_waits_too() {
    let (mut stage, _, passkey) = client();
    stage.world.unfocused.set(true);
    stage.answer(ok(good_options()));
    stage.prompt(Err("NotAllowedError"));
    let waiting = stage.start(passkey.sign_up(&SignUp::default(), None));
    stage.run();
    stage.prompt(Ok(good_credential()));
    stage.answer(ok(good_tokens("jane", "a", "r")));
    focus(&mut stage);
    assert!(waiting.take().unwrap().is_ok());
}

#[test]
fn a_second_refusal_counts_even_where_the_focus_has_gone_again() {
    let (mut stage, _, passkey) = client();
    let waiting = refused(&mut stage, &passkey, None);
    stage.prompt(Err("NotAllowedError"));
    stage.world.focus.borrow().set(());
    stage.run();
    assert_eq!(
        waiting.take().unwrap().map(drop).unwrap_err().code,
        Code::PasskeyCancelled
    );
    assert_eq!(prompts(&stage), 2);
}

#[test]
fn a_cancel_by_the_user_never_opens_the_prompt_again() {
    let (mut stage, _, passkey) = client();
    stage.world.unfocused.set(true);
    stage.world.focus.borrow().set(());
    stage.world.prompt_lasts.set(1_500.0);
    stage.answer(ok(good_options()));
    stage.prompt(Err("NotAllowedError"));
    let refused = stage.finish(passkey.sign_in(&SignIn::default(), None));
    assert_eq!(refused.map(drop).unwrap_err().code, Code::PasskeyCancelled);
    assert_eq!(prompts(&stage), 1);
}

#[test]
fn the_wait_ends_with_the_challenge() {
    let mut endless = good_options();
    endless["credentialRequestOptions"]
        .as_object_mut()
        .unwrap()
        .remove("timeout");
    for options in [good_options(), endless] {
        let (mut stage, _, passkey) = client();
        stage.world.unfocused.set(true);
        stage.answer(ok(options));
        stage.prompt(Err("NotAllowedError"));
        let waiting = stage.start(passkey.sign_in(&SignIn::default(), None));
        stage.pass(44_000.0);
        assert!(waiting.borrow().is_none());
        stage.pass(1_000.0);
        assert_eq!(
            waiting.take().unwrap().map(drop).unwrap_err().code,
            Code::PasskeyTimeout
        );
        assert!(!stage.world.focus.borrow().is_awaited());
        focus(&mut stage);
        assert_eq!(prompts(&stage), 1);
    }
}

#[test]
fn whatever_ends_a_ceremony_ends_its_wait_for_the_focus() {
    for end in ["signal", "close", "newer", "sign-out"] {
        let (mut stage, api, passkey) = client();
        let signal = Abort::default();
        let waiting = refused(&mut stage, &passkey, Some(signal.clone()));
        assert!(stage.world.focus.borrow().is_awaited());
        match end {
            "signal" => signal.set(Error::new(Code::Aborted, "enough")),
            "close" => api.close(),
            "newer" => drop(stage.start(passkey.sign_in(&SignIn::default(), None))),
            _ => api.session().sign_out(),
        }
        stage.run();
        let code = waiting.take().unwrap().map(drop).unwrap_err().code;
        let expected = if end == "close" {
            Code::ClientClosed
        } else {
            Code::Aborted
        };
        assert_eq!(code, expected, "{end}");
        assert!(!stage.world.focus.borrow().is_awaited(), "{end}");
        focus(&mut stage);
        assert_eq!(prompts(&stage), 1, "{end}");
    }
}

#[test]
fn a_frame_that_may_not_has_no_focus_to_wait_for() {
    let (mut stage, _, passkey) = client();
    stage.world.unfocused.set(true);
    stage.world.permitted.set(Some(Some(false)));
    stage.answer(ok(good_options()));
    stage.prompt(Err("NotAllowedError"));
    let refused = stage.finish(passkey.sign_in(&SignIn::default(), None));
    assert_eq!(
        refused.map(drop).unwrap_err().code,
        Code::PasskeyNotSupported
    );
}

#[test]
fn a_frame_that_may_be_kept_from_passkeys_waits_first_and_then_is_told() {
    let (mut stage, _, passkey) = client();
    stage.world.permitted.set(Some(None));
    let waiting = refused(&mut stage, &passkey, None);
    stage.prompt(Err("NotAllowedError"));
    focus(&mut stage);
    assert_eq!(
        waiting.take().unwrap().map(drop).unwrap_err().code,
        Code::PasskeyNotSupported
    );
}
