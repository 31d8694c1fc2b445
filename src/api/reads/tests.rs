//! Who shares a request, and what becomes of it when callers leave.

use serde_json::json;

use super::*;
use crate::fake::{Fake, FakeHost, Stage, ok, status};

type Called = Rc<RefCell<Option<Result<Option<Fake>, Error>>>>;

fn read(stage: &Stage, api: &Api<FakeHost>, signal: Option<&Abort>) -> Called {
    stage.start(api.request(Call::get("/x"), signal.cloned()))
}

fn pairs(value: &str) -> Pairs {
    vec![("a".to_owned(), value.to_owned())]
}

#[test]
fn many_who_ask_the_same_get_one_answer() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let answer = stage.hold();
    let calls: Vec<_> = (0..100).map(|_| read(&stage, &api, None)).collect();
    stage.run();
    answer.set(ok(json!({"a": 1})));
    stage.run();
    for called in calls {
        let json = called.take().unwrap().unwrap().unwrap();
        assert_eq!(json.get("a").unwrap().number(), Some(1.0));
    }
    assert_eq!(stage.lines(), ["GET /x"]);
}

#[test]
fn an_error_is_shared_as_an_answer_is() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let answer = stage.hold();
    let calls = [read(&stage, &api, None), read(&stage, &api, None)];
    stage.run();
    answer.set(status(404, json!({"message": "nothing here"})));
    stage.run();
    for called in calls {
        let failed = called.take().unwrap().unwrap_err();
        assert_eq!(
            (failed.status, failed.message.as_ref()),
            (Some(404), "nothing here")
        );
    }
}

#[test]
fn nothing_is_kept_once_it_is_answered() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    for turn in 1..=2 {
        stage.answer(ok(json!(turn)));
        let json = stage.finish(api.request(Call::get("/x"), None)).unwrap();
        assert_eq!(json.unwrap().number(), Some(f64::from(turn)));
    }
    assert_eq!(stage.lines().len(), 2);
    let reads = api.0.reads.0.borrow();
    assert!(reads.len() == 1 && reads.iter().all(|one| one.strong_count() == 0));
}

#[test]
fn another_question_is_another_request() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let questions = [
        Call::get("/x"),
        Call::get("/y"),
        Call::get("/x?a=1"),
        Call {
            query: pairs("1"),
            ..Call::get("/x")
        },
        Call {
            query: pairs("2"),
            ..Call::get("/x")
        },
        Call {
            headers: pairs("1"),
            ..Call::get("/x")
        },
        Call {
            method: "HEAD".to_owned(),
            ..Call::get("/x")
        },
    ];
    let count = questions.len();
    let calls = questions.map(|question| stage.start(api.request(question, None)));
    stage.run();
    assert_eq!(stage.lines().len(), count);
    drop(calls);
}

#[test]
fn another_session_is_another_question() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let (first, second) = (stage.hold(), stage.hold());
    let old = read(&stage, &api, None);
    stage.run();
    stage.sign_in(&api, "jane", "b1", "s1");
    let new = read(&stage, &api, None);
    stage.run();
    first.set(ok(json!("old")));
    second.set(ok(json!("new")));
    stage.run();
    for (called, text) in [(old, "old"), (new, "new")] {
        let json = called.take().unwrap().unwrap().unwrap();
        assert_eq!(json.text().as_deref(), Some(text));
    }
}

#[test]
fn a_signal_ends_its_caller_s_wait_and_the_last_one_the_request() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let signals = [Abort::default(), Abort::default()];
    let calls = signals
        .each_ref()
        .map(|signal| read(&stage, &api, Some(signal)));
    stage.run();
    for (index, (signal, called)) in signals.iter().zip(&calls).enumerate() {
        assert!(called.borrow().is_none());
        assert_eq!(stage.world.dropped.get(), 0, "somebody waits");
        signal.set(Error::new(Code::Aborted, "enough"));
        stage.run();
        assert_eq!(called.take().unwrap().unwrap_err().message, "enough");
        assert_eq!(stage.world.dropped.get(), index);
    }
    stage.answer(ok(json!(1)));
    assert!(stage.finish(api.request(Call::get("/x"), None)).is_ok());
}

#[test]
fn the_first_one_who_asked_may_leave_before_the_others() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let (answer, signal) = (stage.hold(), Abort::default());
    let first = read(&stage, &api, Some(&signal));
    let second = read(&stage, &api, None);
    stage.run();
    signal.set(Error::new(Code::Aborted, "enough"));
    stage.run();
    answer.set(ok(json!(1)));
    stage.run();
    assert!(first.take().unwrap().is_err());
    assert!(second.take().unwrap().is_ok());
}

#[test]
fn a_read_after_a_write_does_not_join_one_from_before_it() {
    for (write, ends) in [(ok(json!({})), true), (status(503, json!({})), false)] {
        let mut stage = Stage::new();
        let api = stage.signed_in("jane");
        let (before, after) = (stage.hold(), stage.hold());
        let old = read(&stage, &api, None);
        stage.run();
        after.set(write);
        let body = Fake::from(&json!({"a": 1}));
        let written = stage.finish(api.request(Call::post("/x", body), None));
        assert_eq!(written.is_ok(), ends);
        stage.answer(ok(json!("new")));
        let json = stage.finish(api.request(Call::get("/x"), None)).unwrap();
        assert_eq!(json.unwrap().text().as_deref(), Some("new"));
        before.set(ok(json!("old")));
        stage.run();
        assert!(old.take().unwrap().is_ok());
    }
}

#[test]
fn a_read_after_a_write_that_was_given_up_does_not_join_one_from_before_it() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let (_before, _write, signal) = (stage.hold(), stage.hold(), Abort::default());
    let _old = read(&stage, &api, None);
    let body = Fake::from(&json!({"a": 1}));
    let _written = stage.start(api.request(Call::post("/x", body), Some(signal.clone())));
    stage.run();
    signal.set(Error::new(Code::Aborted, "enough"));
    stage.run();
    stage.answer(ok(json!("new")));
    assert!(stage.finish(api.request(Call::get("/x"), None)).is_ok());
    assert_eq!(stage.lines().len(), 3);
}
