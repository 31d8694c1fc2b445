//! Renewal by the clock: in time, not in a loop, not of a session that has ended.

use serde_json::json;

use crate::fake::{Stage, good_tokens, no_answer, ok, status};
use crate::session::tests::{codes, read};

#[test]
fn renews_in_time_without_being_asked_and_says_what_failed() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let told = codes(&api);
    stage.pass(3_299_000.0);
    assert_eq!(stage.lines().len(), 0);
    stage.answer(ok(good_tokens("jane", "a2", "r2")));
    stage.pass(2_000.0);
    assert_eq!(stage.lines().len(), 1);
    stage.answer(no_answer());
    stage.pass(3_300_000.0);
    assert_eq!(*told.borrow(), ["jane", "network"]);
    stage.pass(28_000.0);
    assert_eq!(stage.lines().len(), 2);
    stage.answer(ok(good_tokens("jane", "a3", "r3")));
    stage.pass(2_000.0);
    assert_eq!(*told.borrow(), ["jane", "network", "jane"]);
}

#[test]
fn a_failed_renewal_is_not_tried_again_with_every_call() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    stage.world.now.set(3_400_000.0);
    let mut busy = status(429, json!({})).unwrap();
    busy.retry_after = Some("60".to_owned());
    stage.answer(Ok(busy));
    for _ in 0..5 {
        stage.answer(ok(json!({})));
        stage
            .finish(api.request(crate::http::Call::get("/x"), None))
            .unwrap();
    }
    assert_eq!(
        stage
            .lines()
            .iter()
            .filter(|line| line.starts_with("POST"))
            .count(),
        1
    );
    stage.world.now.set(3_459_000.0);
    stage.answer(ok(json!({})));
    stage
        .finish(api.request(crate::http::Call::get("/x"), None))
        .unwrap();
    assert_eq!(stage.lines().len(), 7);
    stage.world.now.set(3_461_000.0);
    stage.answer(ok(good_tokens("jane", "a2", "r2")));
    stage.answer(ok(json!({})));
    stage
        .finish(api.request(crate::http::Call::get("/x"), None))
        .unwrap();
    assert_eq!(stage.last().token(), Some("a2"));
}

#[test]
fn a_renewal_that_failed_brings_none_forward() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    stage.answer(no_answer());
    assert!(stage.finish(api.refresh(None)).is_err());
    stage.pass(3_299_000.0);
    assert_eq!(stage.lines().len(), 1, "the tokens are young");
    stage.answer(ok(good_tokens("jane", "a2", "r2")));
    stage.pass(2_000.0);
    assert_eq!(stage.lines().len(), 2);
}

#[test]
fn a_timer_of_an_ended_session_does_nothing() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    api.session().sign_out();
    stage.pass(10_000_000.0);
    assert_eq!(stage.lines().len(), 0);
}

#[test]
fn a_token_that_hardly_lives_is_not_renewed_in_a_loop() {
    let mut stage = Stage::new();
    let api = stage.api();
    let mut answer = good_tokens("jane", "a1", "r1");
    answer["expires_in"] = json!(0);
    api.session()
        .adopt(read(&answer).unwrap(), api.session().intent())
        .unwrap();
    for _ in 0..10 {
        stage.answer(ok(answer.clone()));
    }
    stage.pass(5_000.0);
    assert!(stage.lines().len() <= 5, "{}", stage.lines().len());
}
