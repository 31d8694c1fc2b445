//! Authorised requests against a fake host: the token at each use, the 401 rule, signals, close.

use serde_json::json;

use super::*;
use crate::fake::{Stage, bodiless, good_config, good_tokens, no_answer, ok, status};
use crate::ports::Body;

fn call() -> Call<crate::fake::Fake> {
    Call::get("/x")
}

fn tokens(stage: &Stage) -> Vec<String> {
    let sent = stage.world.sent.borrow();
    sent.iter()
        .map(|sent| sent.token().unwrap_or("none").to_owned())
        .collect()
}

#[test]
fn refuses_without_a_session_and_sends_nothing() {
    let mut stage = Stage::new();
    let api = stage.api();
    assert_eq!(
        stage.finish(api.request(call(), None)).unwrap_err().code,
        Code::NotSignedIn
    );
    assert_eq!(
        stage.finish(api.refresh(None)).unwrap_err().code,
        Code::NotSignedIn
    );
    assert_eq!(stage.lines().len(), 0);
}

#[test]
fn surfaces_a_second_401_without_a_third_attempt() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    stage.answer(status(401, json!({"message": "no"})));
    stage.answer(ok(good_tokens("jane", "a2", "r2")));
    stage.answer(status(401, json!({"message": "still no"})));
    let error = stage.finish(api.request(call(), None)).unwrap_err();
    assert_eq!(
        (error.code, error.message.as_ref()),
        (Code::Unauthorized, "still no")
    );
    assert_eq!(tokens(&stage), ["a1", "none", "a2"]);
}

#[test]
fn refuses_a_call_with_the_error_of_its_refresh() {
    for (answer, code) in [
        (no_answer(), Code::Network),
        (status(401, json!({})), Code::SessionExpired),
    ] {
        let mut stage = Stage::new();
        let api = stage.signed_in("jane");
        stage.answer(status(401, json!({})));
        stage.answer(answer);
        assert_eq!(
            stage.finish(api.request(call(), None)).unwrap_err().code,
            code
        );
        assert_eq!(stage.lines().len(), 2);
    }
}

#[test]
fn replays_with_the_token_that_another_call_has_brought() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let (first, second) = (stage.hold(), stage.hold());
    let calls = [
        stage.start(api.request(call(), None)),
        stage.start(api.request(Call::get("/y"), None)),
    ];
    stage.run();
    stage.answer(ok(good_tokens("jane", "a2", "r2")));
    stage.answer(ok(json!(1)));
    first.set(status(401, json!({})));
    stage.run();
    stage.answer(ok(json!(2)));
    second.set(status(401, json!({})));
    stage.run();
    assert!(calls.iter().all(|call| call.take().unwrap().is_ok()));
    assert_eq!(tokens(&stage), ["a1", "a1", "none", "a2", "a2"]);
}

#[test]
fn a_late_401_of_a_session_that_was_lost_says_so() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let (first, second) = (stage.hold(), stage.hold());
    let calls = [
        stage.start(api.request(call(), None)),
        stage.start(api.request(Call::get("/y"), None)),
    ];
    stage.run();
    stage.answer(status(401, json!({})));
    first.set(status(401, json!({})));
    stage.run();
    second.set(status(401, json!({})));
    stage.run();
    for call in calls {
        assert_eq!(call.take().unwrap().unwrap_err().code, Code::SessionExpired);
    }
    assert_eq!(stage.lines().len(), 3);
}

#[test]
fn a_call_says_why_its_own_session_ended_whatever_came_since() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let late = stage.hold();
    let waiting = stage.start(api.request(call(), None));
    stage.run();
    stage.answer(status(401, json!({})));
    assert!(stage.finish(api.refresh(None)).is_err());
    stage.sign_in(&api, "jane", "b1", "s1");
    api.session().sign_out();
    late.set(status(401, json!({})));
    stage.run();
    let error = waiting.take().unwrap().unwrap_err();
    assert_eq!(error.code, Code::SessionExpired);
}

#[test]
fn a_token_that_has_become_old_is_renewed_before_the_replay() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let late = stage.hold();
    let waiting = stage.start(api.request(call(), None));
    stage.run();
    stage.answer(ok(good_tokens("jane", "a2", "r2")));
    assert!(stage.finish(api.refresh(None)).is_ok());
    // The page was frozen: no timer has rung.
    stage.world.now.set(3_700_000.0);
    stage.answer(ok(good_tokens("jane", "a3", "r3")));
    stage.answer(ok(json!(1)));
    late.set(status(401, json!({})));
    stage.run();
    assert!(waiting.take().unwrap().is_ok());
    assert_eq!(tokens(&stage), ["a1", "none", "none", "a3"]);
}

#[test]
fn a_call_is_not_replayed_in_the_session_of_another_user() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let answer = stage.hold();
    let waiting = stage.start(api.request(call(), None));
    stage.run();
    stage.sign_in(&api, "john", "b1", "s1");
    answer.set(status(401, json!({})));
    stage.run();
    assert_eq!(waiting.take().unwrap().unwrap_err().code, Code::NotSignedIn);
    assert_eq!(tokens(&stage), ["a1"]);
}

#[test]
fn renews_first_where_the_clock_says_so() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    stage.world.now.set(3_400_000.0);
    stage.answer(ok(good_tokens("jane", "a2", "r2")));
    stage.answer(ok(json!(1)));
    assert!(stage.finish(api.request(call(), None)).is_ok());
    assert_eq!(tokens(&stage), ["none", "a2"]);
}

#[test]
fn uses_a_token_that_is_still_good_where_its_renewal_fails() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    stage.world.now.set(3_400_000.0);
    stage.answer(no_answer());
    stage.answer(ok(json!(1)));
    assert!(stage.finish(api.request(call(), None)).is_ok());
    assert_eq!(tokens(&stage), ["none", "a1"]);

    stage.world.now.set(3_700_000.0);
    stage.answer(no_answer());
    assert_eq!(
        stage.finish(api.request(call(), None)).unwrap_err().code,
        Code::Network
    );
}

#[test]
fn a_signal_that_has_fired_sends_nothing_and_one_that_fires_drops_the_request() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let signal = Abort::default();
    let waiting = stage.start(api.request(call(), Some(signal.clone())));
    stage.run();
    signal.set(Error::new(Code::Aborted, "enough"));
    stage.run();
    assert_eq!(waiting.take().unwrap().unwrap_err().code, Code::Aborted);
    assert_eq!(stage.world.dropped.get(), 1);
    assert_eq!(
        stage
            .finish(api.request(call(), Some(signal)))
            .unwrap_err()
            .code,
        Code::Aborted
    );
    assert_eq!(stage.lines().len(), 1);
}

#[test]
fn close_ends_everything_at_once() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let waiting = [
        stage.start(api.request(call(), None)),
        stage.start(api.request(Call::get("/y"), None)),
    ];
    stage.run();
    api.close();
    stage.run();
    for call in waiting {
        assert_eq!(call.take().unwrap().unwrap_err().code, Code::ClientClosed);
    }
    assert_eq!(stage.world.dropped.get(), 2);
    assert_eq!(
        stage.finish(api.request(call(), None)).unwrap_err().code,
        Code::ClientClosed
    );
    assert_eq!(api.session().profile(), None);
}

#[test]
fn gives_up_in_time_and_drops_the_request() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let waiting = stage.start(api.request(call(), None));
    stage.pass(29_999.0);
    assert!(waiting.borrow().is_none());
    stage.pass(1.0);
    let error = waiting.take().unwrap().unwrap_err();
    assert_eq!((error.code, error.retryable), (Code::Timeout, true));
    assert_eq!(stage.world.dropped.get(), 1);
}

#[test]
fn nothing_overrides_the_headers_of_the_sdk() {
    let mut stage = Stage::new();
    let mut config = good_config();
    config.headers = vec![
        ("Authorization".to_owned(), "evil".to_owned()),
        ("X-Mine".to_owned(), "1".to_owned()),
    ];
    config.own_headers = vec![("X-RpId".to_owned(), "app.example".to_owned())];
    config.auth_header = crate::config::AuthHeader::Both;
    let api = Api::new(stage.host(), config);
    stage.sign_in(&api, "jane", "a1", "r1");
    let mut call = call();
    call.headers = vec![
        ("x-rpid".to_owned(), "evil".to_owned()),
        ("x-ibex-auth".to_owned(), "evil".to_owned()),
        ("x-mine".to_owned(), "2".to_owned()),
    ];
    stage.answer(bodiless(204, Body::Empty));
    assert!(stage.finish(api.request(call, None)).unwrap().is_none());
    let headers = stage.last().headers;
    assert_eq!(headers["authorization"], "Bearer a1");
    assert_eq!(headers["x-ibex-auth"], "Bearer a1");
    assert_eq!(headers["x-rpid"], "app.example");
    assert_eq!(headers["x-mine"], "2");
}
