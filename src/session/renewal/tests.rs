//! Renewal by the clock: in time, not in a loop, not of a session that has ended.

use serde_json::json;

use crate::api::Api;
use crate::error::{Code, Error};
use crate::fake::{FakeHost, Stage, good_tokens, no_answer, ok, status};
use crate::http::Call;
use crate::ports::Abort;
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
        stage.finish(api.request(Call::get("/x"), None)).unwrap();
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
    stage.finish(api.request(Call::get("/x"), None)).unwrap();
    assert_eq!(stage.lines().len(), 7);
    stage.world.now.set(3_461_000.0);
    stage.answer(ok(good_tokens("jane", "a2", "r2")));
    stage.answer(ok(json!({})));
    stage.finish(api.request(Call::get("/x"), None)).unwrap();
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
fn nobody_asks_before_the_time_that_the_api_named_but_who_insists() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let mut busy = status(503, json!({})).unwrap();
    busy.retry_after = Some("60".to_owned());
    // After the token's end, and after a 401.
    for (now, left) in [(3_700_000.0, 60), (3_710_500.0, 50)] {
        stage.world.now.set(now);
        if now < 3_710_000.0 {
            stage.answer(Ok(busy.clone()));
        }
        for _ in 0..3 {
            let error = stage
                .finish(api.request(Call::get("/x"), None))
                .unwrap_err();
            assert_eq!(
                (error.status, error.retry_after),
                (Some(503), Some(left)),
                "what is left of it"
            );
        }
        assert_eq!(stage.lines().len(), 1);
    }
    stage.answer(ok(good_tokens("jane", "a2", "r2")));
    assert!(stage.finish(api.refresh(None)).is_ok());
    stage.answer(status(401, json!({})));
    stage.answer(Ok(busy));
    let refused = stage.finish(api.request(Call::get("/x"), None));
    assert_eq!(refused.unwrap_err().retry_after, Some(60));
    stage.answer(status(401, json!({})));
    let refused = stage.finish(api.request(Call::get("/x"), None));
    assert_eq!(refused.unwrap_err().retry_after, Some(60));
    assert_eq!(stage.lines().len(), 5);
}

#[test]
fn a_page_that_nobody_uses_gets_over_an_outage() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let told = codes(&api);
    for _ in 0..12 {
        stage.answer(no_answer());
    }
    stage.pass(2.0 * 3_600_000.0);
    let tries = stage.lines().len();
    assert!(
        (8..=16).contains(&tries),
        "{tries}: neither once nor always"
    );
    (tries..12).for_each(|_| stage.answer(no_answer()));
    stage.answer(ok(good_tokens("jane", "a2", "r2")));
    stage.pass(3_600_000.0);
    assert_eq!(told.borrow().last().map(String::as_str), Some("jane"));
}

#[test]
fn no_refresh_leaves_after_the_end_of_its_session() {
    for end in [
        |api: &Api<FakeHost>| api.session().sign_out(),
        |api: &Api<FakeHost>| api.close(),
    ] {
        let mut stage = Stage::new();
        let api = stage.signed_in("jane");
        stage.world.now.set(3_400_000.0);
        // Its task has not begun yet.
        api.session().wake();
        end(&api);
        stage.run();
        assert_eq!(stage.lines().len(), 0);
    }
}

#[test]
fn a_failure_that_nobody_waits_for_any_more_is_told() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let told = codes(&api);
    let (answer, signal) = (stage.hold(), Abort::default());
    let leaving = stage.start(api.refresh(Some(signal.clone())));
    stage.run();
    signal.set(Error::new(Code::Aborted, "enough"));
    stage.run();
    assert!(leaving.take().unwrap().is_err());
    answer.set(no_answer());
    stage.run();
    assert_eq!(*told.borrow(), ["network"]);
    stage.answer(no_answer());
    assert!(stage.finish(api.refresh(None)).is_err());
    assert_eq!(*told.borrow(), ["network"], "the caller was told");
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
fn a_token_that_lives_less_than_the_margin_is_renewed_in_the_middle_of_its_life() {
    let mut stage = Stage::new();
    let api = stage.api();
    let mut answer = good_tokens("jane", "a1", "r1");
    answer["expires_in"] = json!(100);
    api.session().adopt(read(&answer).unwrap()).unwrap();
    for (now, token, sent) in [(49_000.0, "a1", 1), (51_000.0, "a2", 3)] {
        stage.world.now.set(now);
        if sent > 1 {
            stage.answer(ok(good_tokens("jane", "a2", "r2")));
        }
        stage.answer(ok(json!({})));
        let read = stage.finish(api.request(Call::get("/x"), None));
        assert!(read.is_ok());
        assert_eq!(
            (stage.last().token(), stage.lines().len()),
            (Some(token), sent)
        );
    }
}

#[test]
fn a_token_that_hardly_lives_is_not_renewed_in_a_loop() {
    let mut stage = Stage::new();
    let api = stage.api();
    let mut answer = good_tokens("jane", "a1", "r1");
    answer["expires_in"] = json!(0);
    api.session().adopt(read(&answer).unwrap()).unwrap();
    for _ in 0..200 {
        stage.answer(ok(answer.clone()));
    }
    stage.pass(3_600_000.0);
    assert!(stage.lines().len() <= 120, "{}", stage.lines().len());
}
