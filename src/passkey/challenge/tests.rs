//! Challenges that are fetched ahead of the click.

use serde_json::json;

use crate::error::{Code, Error};
use crate::fake::{good_tokens, no_answer, ok, status};
use crate::passkey::tests::{client, good_credential, good_options, sign_in};
use crate::passkey::{SignIn, SignUp};
use crate::ports::Abort;
use crate::protocol::auth::SignUpBody;

const GET: &str = "GET /v1.2/auth/sign-in";
const POST: &str = "POST /v1.2/auth/sign-in";

#[test]
fn a_prepared_sign_in_reaches_the_prompt_without_a_request() {
    let (mut stage, _, passkey) = client();
    stage.answer(ok(good_options()));
    stage.finish(passkey.prepare_sign_in(None)).unwrap();
    let _open = stage.start(passkey.sign_in(&SignIn::default(), None));
    stage.run();
    assert_eq!(stage.lines(), [GET]);
    assert_eq!(stage.world.open_prompts.get(), 1);
}

#[test]
fn a_prepared_challenge_is_used_once() {
    let (mut stage, _, passkey) = client();
    stage.answer(ok(good_options()));
    stage.finish(passkey.prepare_sign_in(None)).unwrap();
    stage.prompt(Err("NotAllowedError"));
    assert!(sign_in(&mut stage, &passkey).is_err());
    stage.answer(ok(good_options()));
    stage.prompt(Ok(good_credential()));
    stage.answer(ok(good_tokens("jane", "a", "r")));
    assert!(sign_in(&mut stage, &passkey).is_ok());
    assert_eq!(stage.lines(), [GET, GET, POST]);
}

#[test]
fn a_prepared_challenge_that_has_become_old_is_replaced() {
    for (passed, requests) in [(44_999.0, 1), (45_000.0, 2)] {
        let (mut stage, _, passkey) = client();
        stage.answer(ok(good_options()));
        stage.finish(passkey.prepare_sign_in(None)).unwrap();
        stage.pass(passed);
        stage.answer(ok(good_options()));
        let _open = stage.start(passkey.sign_in(&SignIn::default(), None));
        stage.run();
        assert_eq!(stage.lines().len(), requests, "after {passed} ms");
        assert_eq!(stage.world.open_prompts.get(), 1);
    }
}

#[test]
fn a_life_that_nobody_could_keep_is_a_minute() {
    for timeout in [json!(null), json!(0), json!(-5), json!("soon")] {
        let (mut stage, _, passkey) = client();
        let mut options = good_options();
        options["credentialRequestOptions"]["timeout"] = timeout;
        stage.answer(ok(options));
        stage.finish(passkey.prepare_sign_in(None)).unwrap();
        stage.pass(44_000.0);
        let _open = stage.start(passkey.sign_in(&SignIn::default(), None));
        stage.run();
        assert_eq!(stage.lines().len(), 1);
    }
}

#[test]
fn preparing_twice_is_one_request_while_it_is_fresh() {
    let (mut stage, _, passkey) = client();
    let answer = stage.hold();
    let both = [(); 2].map(|()| stage.start(passkey.prepare_sign_in(None)));
    stage.run();
    answer.set(ok(good_options()));
    stage.run();
    for one in both {
        one.take().unwrap().unwrap();
    }
    stage.finish(passkey.prepare_sign_in(None)).unwrap();
    assert_eq!(stage.lines(), [GET]);
    stage.pass(45_000.0);
    stage.answer(ok(good_options()));
    stage.finish(passkey.prepare_sign_in(None)).unwrap();
    assert_eq!(stage.lines(), [GET, GET]);
}

#[test]
fn a_sign_in_waits_for_the_challenge_that_is_on_its_way() {
    let (mut stage, _, passkey) = client();
    let answer = stage.hold();
    let preparing = stage.start(passkey.prepare_sign_in(None));
    let _open = stage.start(passkey.sign_in(&SignIn::default(), None));
    stage.run();
    assert_eq!(stage.lines(), [GET]);
    answer.set(ok(good_options()));
    stage.run();
    assert!(preparing.take().unwrap().is_ok());
    assert_eq!(stage.world.open_prompts.get(), 1);
    assert_eq!(stage.lines(), [GET]);
}

#[test]
fn a_sign_in_asks_for_itself_where_the_preparation_comes_to_nothing() {
    for aborted in [false, true] {
        let (mut stage, _, passkey) = client();
        let (answer, signal) = (stage.hold(), Abort::default());
        let preparing = stage.start(passkey.prepare_sign_in(Some(signal.clone())));
        let _open = stage.start(passkey.sign_in(&SignIn::default(), None));
        stage.run();
        stage.answer(ok(good_options()));
        match aborted {
            true => signal.set(Error::new(Code::Aborted, "enough")),
            false => answer.set(status(500, json!({}))),
        }
        stage.run();
        let code = preparing.take().unwrap().unwrap_err().code;
        assert_eq!(
            code,
            match aborted {
                true => Code::Aborted,
                false => Code::ServerError,
            }
        );
        assert_eq!(stage.lines(), [GET, GET]);
        assert_eq!(stage.world.open_prompts.get(), 1);
    }
}

#[test]
fn a_preparation_disturbs_no_ceremony_and_outlives_a_sign_out_of_nobody() {
    let (mut stage, api, passkey) = client();
    stage.answer(ok(good_options()));
    let open = stage.start(passkey.sign_in(&SignIn::default(), None));
    stage.run();
    stage.answer(ok(good_options()));
    stage.finish(passkey.prepare_sign_in(None)).unwrap();
    assert!(open.borrow().is_none());
    api.session().sign_out();
    let _open = stage.start(passkey.sign_in(&SignIn::default(), None));
    stage.pass(1.0);
    assert_eq!(
        (stage.lines().len(), stage.world.open_prompts.get()),
        (2, 1)
    );
}

#[test]
fn nothing_is_prepared_where_there_are_no_passkeys_or_no_client() {
    let (mut stage, api, passkey) = client();
    stage.world.unsupported.set(true);
    let refused = stage.finish(passkey.prepare_sign_in(None)).unwrap_err();
    assert_eq!(refused.code, Code::PasskeyNotSupported);
    stage.world.unsupported.set(false);
    let waiting = stage.start(passkey.prepare_sign_in(None));
    stage.run();
    api.close();
    stage.run();
    assert_eq!(
        waiting.take().unwrap().unwrap_err().code,
        Code::ClientClosed
    );
    let refused = stage.finish(passkey.prepare_sign_in(None)).unwrap_err();
    assert_eq!(refused.code, Code::ClientClosed);
    assert_eq!((stage.lines().len(), stage.world.dropped.get()), (1, 1));
}

fn named(name: &str) -> SignUp {
    SignUp {
        user_name: Some(name.to_owned()),
        ..SignUp::default()
    }
}

#[test]
fn a_prepared_sign_up_is_for_the_same_names() {
    for (name, requests) in [("jane", 1), ("john", 2)] {
        let (mut stage, _, passkey) = client();
        stage.answer(ok(good_options()));
        stage
            .finish(passkey.prepare_sign_up(&named("jane"), None))
            .unwrap();
        stage.answer(ok(good_options()));
        let options = SignUp {
            // Not a part of the question.
            body: SignUpBody {
                chain_id: Some(100.0),
                ..SignUpBody::default()
            },
            ..named(name)
        };
        let _open = stage.start(passkey.sign_up(&options, None));
        stage.run();
        assert_eq!(stage.lines().len(), requests, "{name}");
        assert_eq!(stage.last().query["userName"], name);
    }
}

#[test]
fn a_name_that_changed_while_it_was_prepared_counts() {
    let (mut stage, _, passkey) = client();
    let (jane, john) = (stage.hold(), stage.hold());
    let older = stage.start(passkey.prepare_sign_up(&named("jane"), None));
    stage.run();
    let newer = stage.start(passkey.prepare_sign_up(&named("john"), None));
    stage.run();
    john.set(ok(good_options()));
    jane.set(no_answer());
    stage.pass(10_000.0);
    assert!(newer.take().unwrap().is_ok());
    drop(older);
    let sent = stage.lines().len();
    let _open = stage.start(passkey.sign_up(&named("john"), None));
    stage.run();
    assert_eq!(
        (stage.lines().len(), stage.world.open_prompts.get()),
        (sent, 1)
    );
}
