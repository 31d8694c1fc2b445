//! One ceremony at a time, and what ends it.

use serde_json::json;

use crate::error::{Code, Error};
use crate::fake::{good_tokens, ok, status};
use crate::once::Once;
use crate::passkey::SignIn;
use crate::passkey::tests::{client, good_credential, good_options, sign_in};
use crate::ports::Abort;

#[test]
fn refuses_before_anything_is_sent_where_there_are_no_passkeys() {
    let (mut stage, _, passkey) = client();
    stage.world.unsupported.set(true);
    assert_eq!(
        sign_in(&mut stage, &passkey).unwrap_err().code,
        Code::PasskeyNotSupported
    );
    assert_eq!(stage.lines().len(), 0);
}

#[test]
fn a_signal_that_has_fired_disturbs_nobody() {
    let (mut stage, _, passkey) = client();
    stage.answer(ok(good_options()));
    let waiting = stage.start(passkey.sign_in(&SignIn::default(), None));
    stage.run();
    let signal = Abort::default();
    signal.set(Error::new(Code::Aborted, "enough"));
    let late = passkey.sign_in(&SignIn::default(), Some(signal));
    assert_eq!(
        stage.finish(late).map(drop).unwrap_err().code,
        Code::Aborted
    );
    assert_eq!(
        (waiting.borrow().is_none(), stage.world.open_prompts.get()),
        (true, 1)
    );
}

#[test]
fn a_signal_ends_the_challenge_and_the_prompt() {
    for answered in [false, true] {
        let (mut stage, _, passkey) = client();
        if answered {
            stage.answer(ok(good_options()));
        }
        let signal = Abort::default();
        let waiting = stage.start(passkey.sign_in(&SignIn::default(), Some(signal.clone())));
        stage.run();
        signal.set(Error::new(Code::Aborted, "enough"));
        stage.run();
        assert_eq!(
            waiting.take().unwrap().map(drop).unwrap_err().code,
            Code::Aborted
        );
        assert_eq!(stage.world.open_prompts.get(), 0);
        assert_eq!(stage.world.dropped.get(), usize::from(!answered));
    }
}

#[test]
fn a_newer_ceremony_waits_until_the_browser_has_let_go_of_the_older() {
    let (mut stage, _, passkey) = client();
    stage.answer(ok(good_options()));
    let older = stage.start(passkey.sign_in(&SignIn::default(), None));
    stage.run();
    let newer = stage.start(passkey.sign_in(&SignIn::default(), None));
    stage.run();
    assert_eq!(
        older.take().unwrap().map(drop).unwrap_err().code,
        Code::Aborted
    );
    // The macrotask that Safari wants has not come yet.
    assert_eq!(
        (stage.world.open_prompts.get(), stage.lines().len()),
        (0, 1)
    );
    stage.answer(ok(good_options()));
    stage.prompt(Ok(good_credential()));
    stage.answer(ok(good_tokens("jane", "a", "r")));
    stage.pass(1.0);
    assert!(newer.take().unwrap().is_ok());
}

#[test]
fn close_takes_an_open_prompt_away() {
    let (mut stage, api, passkey) = client();
    stage.answer(ok(good_options()));
    let waiting = stage.start(passkey.sign_in(&SignIn::default(), None));
    stage.run();
    api.close();
    stage.run();
    assert_eq!(
        waiting.take().unwrap().map(drop).unwrap_err().code,
        Code::ClientClosed
    );
    assert_eq!(stage.world.open_prompts.get(), 0);
    assert_eq!(
        sign_in(&mut stage, &passkey).unwrap_err().code,
        Code::ClientClosed
    );
}

#[test]
fn a_sign_out_ends_a_sign_in_at_once_wherever_it_is() {
    let mut later = status(429, json!({})).unwrap();
    later.retry_after = Some("5".to_owned());
    for reached in 0..4 {
        let (mut stage, api, passkey) = client();
        if reached > 0 {
            stage.answer(ok(good_options()));
        }
        if reached > 1 {
            stage.prompt(Ok(good_credential()));
        }
        if reached > 2 {
            stage.answer(Ok(later.clone()));
        }
        let waiting = stage.start(passkey.sign_in(&SignIn::default(), None));
        stage.run();
        let sent = stage.lines().len();
        api.session().sign_out();
        stage.run();
        let error = waiting.take().unwrap().map(drop).unwrap_err();
        assert_eq!(error.code, Code::Aborted, "{reached}");
        assert_eq!(stage.world.open_prompts.get(), 0);
        stage.pass(60_000.0);
        assert_eq!((stage.lines().len(), api.session().profile()), (sent, None));
    }
}

#[test]
fn a_third_ceremony_waits_for_the_prompt_of_the_first() {
    let (mut stage, _, passkey) = client();
    let lets_go = Once::default();
    *stage.world.lets_go.borrow_mut() = Some(lets_go.clone());
    stage.answer(ok(good_options()));
    let first = stage.start(passkey.sign_in(&SignIn::default(), None));
    stage.run();
    let second = stage.start(passkey.sign_in(&SignIn::default(), None));
    stage.run();
    let third = stage.start(passkey.sign_in(&SignIn::default(), None));
    stage.pass(1_000.0);
    for earlier in [first, second] {
        assert_eq!(
            earlier.take().unwrap().map(drop).unwrap_err().code,
            Code::Aborted
        );
    }
    assert_eq!(
        (stage.world.open_prompts.get(), stage.lines().len()),
        (1, 1)
    );
    stage.answer(ok(good_options()));
    stage.prompt(Ok(good_credential()));
    stage.answer(ok(good_tokens("jane", "a", "r")));
    lets_go.set(());
    stage.pass(1.0);
    assert!(third.take().unwrap().is_ok());
}
