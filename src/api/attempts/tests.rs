//! What is sent again, how often and when, by a clock that is turned by hand.

use serde_json::json;

use super::*;
use crate::api::Api;
use crate::fake::{Answer, Fake, FakeHost, Stage, good_tokens, no_answer, ok, status};

type Called = std::rc::Rc<std::cell::RefCell<Option<Result<Option<Fake>, Error>>>>;

fn after(number: u16, retry_after: &str) -> Answer {
    status(number, json!({})).map(|mut response| {
        response.retry_after = Some(retry_after.to_owned());
        response
    })
}

fn post() -> Call<Fake> {
    Call::post("/x", Fake::from(&json!({"a": 1})))
}

/// Calls with these answers to come; nothing has been waited for yet.
fn call(call: Call<Fake>, answers: Vec<Answer>) -> (Stage, Api<FakeHost>, Called) {
    let mut stage = Stage::new();
    // The longest waits.
    stage.world.random.set(1.0);
    let api = stage.signed_in("jane");
    answers.into_iter().for_each(|answer| stage.answer(answer));
    let called = stage.start(api.request(call, None));
    stage.run();
    (stage, api, called)
}

fn code(called: &Called) -> Option<Code> {
    called
        .borrow()
        .as_ref()
        .map(|result| result.as_ref().unwrap_err().code)
}

#[test]
fn a_read_is_sent_three_times_and_no_more() {
    for failure in [
        no_answer,
        || status(429, json!({})),
        || status(502, json!({})),
        || status(503, json!({})),
        || status(504, json!({})),
    ] {
        let (mut stage, _, called) = call(Call::get("/x"), vec![failure(), failure(), failure()]);
        assert_eq!((stage.lines().len(), code(&called)), (1, None));
        stage.pass(500.0);
        assert_eq!((stage.lines().len(), code(&called)), (2, None));
        stage.pass(1000.0);
        assert_eq!(stage.lines().len(), 3);
        let failed = called.take().unwrap().unwrap_err();
        assert!(failed.retryable);
        stage.pass(100_000.0);
        assert_eq!(stage.lines().len(), 3);
    }
}

#[test]
fn waits_twice_as_long_at_most_and_by_chance() {
    let (mut stage, _, called) = call(
        Call::get("/x"),
        vec![no_answer(), no_answer(), ok(json!(1))],
    );
    stage.pass(499.0);
    assert_eq!(stage.lines().len(), 1);
    stage.world.random.set(0.25);
    stage.pass(1.0);
    assert_eq!(stage.lines().len(), 2);
    stage.pass(249.0);
    assert_eq!(stage.lines().len(), 2);
    stage.pass(1.0);
    assert!(called.take().unwrap().is_ok());
}

#[test]
fn what_will_not_change_is_not_asked_again() {
    for number in [400, 403, 404, 408, 409, 422, 500, 501] {
        let (mut stage, _, called) = call(Call::get("/x"), vec![after(number, "0")]);
        stage.pass(100_000.0);
        assert!(called.take().unwrap().is_err(), "{number}");
        assert_eq!(stage.lines().len(), 1, "{number}");
    }
}

#[test]
fn a_read_that_took_too_long_is_not_asked_again() {
    let (mut stage, _, called) = call(Call::get("/x"), Vec::new());
    stage.pass(100_000.0);
    assert_eq!(
        (stage.lines().len(), code(&called)),
        (1, Some(Code::Timeout))
    );
}

#[test]
fn a_write_is_sent_once_whatever_becomes_of_it() {
    let failures = [
        no_answer(),
        status(429, json!({})),
        status(500, json!({})),
        after(502, "0"),
        after(503, "0"),
        after(504, "0"),
    ];
    for method in ["POST", "PUT", "PATCH", "DELETE", "HEAD"] {
        for failure in failures.clone() {
            let asked = Call {
                method: method.to_owned(),
                ..post()
            };
            let (mut stage, _, called) = call(asked, vec![failure]);
            assert!(called.take().unwrap().unwrap_err().retryable, "{method}");
            stage.pass(100_000.0);
            assert_eq!(stage.lines().len(), 1, "{method}");
        }
    }
}

#[test]
fn a_write_that_is_to_come_later_comes_later_once() {
    let (mut stage, _, called) = call(post(), vec![after(429, "7"), after(429, "1")]);
    stage.pass(7_000.0);
    assert_eq!(stage.lines().len(), 1, "not before its time, and jitter");
    stage.pass(500.0);
    assert_eq!(stage.lines().len(), 2);
    let failed = called.take().unwrap().unwrap_err();
    assert_eq!(
        (failed.code, failed.retry_after),
        (Code::RateLimited, Some(1))
    );
    stage.pass(100_000.0);
    assert_eq!(stage.lines().len(), 2);
}

#[test]
fn a_read_comes_when_it_was_told_to_in_seconds_or_by_a_date() {
    // Five seconds ahead by the host's clock.
    for (value, ms) in [("12", 12_000.0), ("Thu, 01 Jan 1970 00:16:45 GMT", 5_000.0)] {
        for number in [429, 502, 503, 504] {
            let answers = vec![after(number, value), ok(json!(1))];
            let (mut stage, _, called) = call(Call::get("/x"), answers);
            stage.pass(ms - 1.0);
            assert_eq!(stage.lines().len(), 1, "{value}");
            stage.pass(501.0);
            assert!(called.take().unwrap().is_ok());
        }
    }
}

#[test]
fn what_takes_longer_than_a_request_may_is_not_waited_for() {
    for asked in [Call::get("/x"), post()] {
        let (stage, _, called) = call(asked, vec![after(429, "31")]);
        let failed = called.take().unwrap().unwrap_err();
        assert_eq!((failed.retry_after, failed.retryable), (Some(31), true));
        assert_eq!(stage.lines().len(), 1);
    }
}

#[test]
fn no_call_makes_more_than_three_attempts_with_its_replay() {
    let unauthorized = || status(401, json!({"message": "no"}));
    let table = [
        vec![
            unauthorized(),
            ok(good_tokens("jane", "a2", "r2")),
            no_answer(),
            no_answer(),
        ],
        vec![
            no_answer(),
            unauthorized(),
            ok(good_tokens("jane", "a2", "r2")),
            no_answer(),
        ],
        vec![
            no_answer(),
            unauthorized(),
            ok(good_tokens("jane", "a2", "r2")),
            unauthorized(),
        ],
    ];
    for answers in table {
        let (mut stage, _, called) = call(Call::get("/x"), answers);
        stage.pass(100_000.0);
        assert!(called.take().unwrap().is_err());
        let reads = stage
            .lines()
            .iter()
            .filter(|line| *line == "GET /x")
            .count();
        assert_eq!((reads, stage.lines().len()), (3, 4));
    }
}

#[test]
fn a_refused_token_that_no_attempt_is_left_for_is_the_next_call_s_to_renew() {
    let answers = vec![no_answer(), no_answer(), status(401, json!({}))];
    let (mut stage, api, called) = call(Call::get("/x"), answers);
    stage.pass(100_000.0);
    let failed = called.take().unwrap().unwrap_err();
    assert_eq!((failed.code, failed.retryable), (Code::Unauthorized, true));
    assert_eq!(stage.lines().len(), 3);

    stage.answer(status(401, json!({})));
    stage.answer(ok(good_tokens("jane", "a2", "r2")));
    stage.answer(ok(json!(1)));
    assert!(stage.finish(api.request(Call::get("/x"), None)).is_ok());
}

#[test]
fn a_call_that_waits_for_its_time_takes_the_token_there_is_by_then() {
    let (mut stage, api, called) = call(post(), vec![after(429, "7")]);
    stage.answer(ok(good_tokens("jane", "a2", "r2")));
    stage.answer(ok(json!(1)));
    assert!(stage.finish(api.refresh(None)).is_ok());
    stage.pass(10_000.0);
    assert!(called.take().unwrap().is_ok());
    assert_eq!(stage.last().token(), Some("a2"));
}

#[test]
fn a_call_that_waits_for_its_time_is_not_sent_after_the_end() {
    for end in [
        |_: &mut Stage, api: &Api<FakeHost>| api.session().sign_out(),
        |stage: &mut Stage, api: &Api<FakeHost>| stage.sign_in(api, "john", "b1", "s1"),
        |_: &mut Stage, api: &Api<FakeHost>| api.close(),
    ] {
        let (mut stage, api, called) = call(post(), vec![after(429, "7")]);
        end(&mut stage, &api);
        stage.pass(10_000.0);
        assert!(called.take().unwrap().is_err());
        assert_eq!(stage.lines().len(), 1);
    }
}
