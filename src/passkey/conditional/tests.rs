//! Passkeys without a prompt: what the browser is asked first, and what is left alone where it cannot.

use crate::error::{Code, Error};
use crate::fake::{Stage, good_tokens, ok};
use crate::once::Once;
use crate::passkey::tests::{client, good_credential, good_options};
use crate::passkey::{SignIn, SignUp};
use crate::ports::{Abort, Mediation};

fn upgrade() -> SignUp {
    SignUp {
        mediation: Some(Mediation::Conditional),
        ..SignUp::default()
    }
}

/// The browser says later whether it can.
fn asked(stage: &Stage) -> Once<bool> {
    let told = Once::default();
    *stage.world.upgrades.borrow_mut() = Some(told.clone());
    told
}

#[test]
fn makes_a_passkey_when_the_browser_has_said_that_it_can() {
    let (mut stage, _, passkey) = client();
    let told = asked(&stage);
    stage.answer(ok(good_options()));
    stage.prompt(Ok(good_credential()));
    stage.answer(ok(good_tokens("jane", "a", "r")));
    let waiting = stage.start(passkey.sign_up(&upgrade(), None));
    stage.run();
    assert_eq!((waiting.borrow().is_none(), stage.lines().len()), (true, 0));
    told.set(true);
    stage.run();
    assert!(waiting.take().unwrap().is_ok());
    let mediations = stage.world.mediations.take();
    assert_eq!(mediations, [Some(Mediation::Conditional)]);
}

#[test]
fn any_other_sign_up_does_not_ask() {
    let (mut stage, _, passkey) = client();
    asked(&stage);
    stage.answer(ok(good_options()));
    stage.prompt(Ok(good_credential()));
    stage.answer(ok(good_tokens("jane", "a", "r")));
    let signing_up = passkey.sign_up(&SignUp::default(), None);
    assert!(stage.finish(signing_up).is_ok());
    assert_eq!(stage.world.mediations.take(), [None]);
}

#[test]
fn a_browser_that_cannot_disturbs_nobody_and_sends_nothing() {
    let (mut stage, _, passkey) = client();
    stage.answer(ok(good_options()));
    let other = stage.start(passkey.sign_in(&SignIn::default(), None));
    stage.run();
    asked(&stage).set(false);
    let error = stage.finish(passkey.sign_up(&upgrade(), None)).unwrap_err();
    assert_eq!(error.code, Code::PasskeyNotSupported);
    assert!(other.borrow().is_none());
    assert_eq!(
        (stage.world.open_prompts.get(), stage.lines().len()),
        (1, 1)
    );
}

#[test]
fn a_browser_that_never_says_so_is_not_waited_for_beyond_the_end() {
    for (end, code) in [
        (0, Code::Aborted),
        (1, Code::Aborted),
        (2, Code::ClientClosed),
    ] {
        let (mut stage, api, passkey) = client();
        let told = asked(&stage);
        let signal = Abort::default();
        let waiting = stage.start(passkey.sign_up(&upgrade(), Some(signal.clone())));
        stage.run();
        match end {
            0 => signal.set(Error::new(Code::Aborted, "enough")),
            1 => api.session().sign_out(),
            _ => api.close(),
        }
        stage.run();
        assert_eq!(waiting.take().unwrap().unwrap_err().code, code, "{end}");
        told.set(true);
        stage.run();
        assert_eq!(stage.lines().len(), 0);
    }
}

#[test]
fn a_sign_out_in_the_same_breath_ends_it() {
    let (mut stage, api, passkey) = client();
    let signing_up = passkey.sign_up(&upgrade(), None);
    api.session().sign_out();
    let error = stage.finish(signing_up).unwrap_err();
    assert_eq!((error.code, stage.lines().len()), (Code::Aborted, 0));
}

#[test]
fn what_the_browser_declines_in_silence_is_a_cancel() {
    let (mut stage, api, passkey) = client();
    stage.sign_in(&api, "jane", "a1", "r1");
    stage.answer(ok(good_options()));
    stage.prompt(Err("NotAllowedError"));
    let error = stage.finish(passkey.sign_up(&upgrade(), None)).unwrap_err();
    assert_eq!(error.code, Code::PasskeyCancelled);
    assert_eq!(api.session().profile().unwrap().external_user_id, "jane");
}

#[test]
fn a_ceremony_that_began_while_the_browser_was_asked_is_the_newer_one() {
    let (mut stage, _, passkey) = client();
    let told = asked(&stage);
    let older = stage.start(passkey.sign_up(&upgrade(), None));
    stage.run();
    stage.answer(ok(good_options()));
    let newer = stage.start(passkey.sign_in(&SignIn::default(), None));
    stage.run();
    let error = older.take().unwrap().unwrap_err();
    assert_eq!(error.code, Code::Aborted);
    told.set(true);
    stage.pass(1.0);
    assert!(newer.borrow().is_none());
    assert_eq!(
        (stage.world.open_prompts.get(), stage.lines().len()),
        (1, 1)
    );
}
