//! User data against a fake host: validation, order, what may be read.

mod fallbacks;

use serde_json::{Value as Tree, json};

use super::*;
use crate::fake::{Answer, Fake, FakeHost, Stage, bodiless, good_tokens, no_answer, ok, status};
use crate::ports::Body;

struct Fixture {
    stage: Stage,
    data: UserData<FakeHost>,
    api: Api<FakeHost>,
}

fn signed_in() -> Fixture {
    let stage = Stage::new();
    let api = stage.signed_in("jane");
    Fixture {
        data: UserData::new(api.clone()),
        stage,
        api,
    }
}

impl Fixture {
    fn get(&mut self, answers: Vec<Answer>) -> Result<Tree, Error> {
        answers
            .into_iter()
            .for_each(|answer| self.stage.answer(answer));
        let call = self.data.get(None);
        self.stage.finish(call).map(|data| Tree::from(&data))
    }

    fn set(&mut self, values: &Tree, answers: Vec<Answer>) -> Result<(), Error> {
        answers
            .into_iter()
            .for_each(|answer| self.stage.answer(answer));
        let call = self.data.set(&Fake::from(values), None);
        self.stage.finish(call)
    }
}

#[test]
fn refuses_what_cannot_be_stored_and_names_the_key() {
    let mut fixture = signed_in();
    for odd in [
        json!({"$": "undefined"}),
        json!({"$": "other"}),
        json!({"a": 1}),
        json!([1]),
        json!({"$bytes": "AA"}),
    ] {
        let error = fixture
            .set(&json!({"fine": 1, "odd.key": odd}), vec![])
            .unwrap_err();
        assert_eq!(error.code, Code::InvalidArgument);
        assert!(error.message.starts_with("odd.key: "), "{}", error.message);
    }
    assert!(
        fixture
            .set(&json!({"": 1}), vec![])
            .unwrap_err()
            .message
            .contains("empty key")
    );
    let half = fixture.set(&json!({"a\u{fffd}": 1}), vec![]).unwrap_err();
    assert!(half.message.contains("well-formed"), "{}", half.message);
    for no_object in [json!(null), json!("a"), json!([1])] {
        assert_eq!(
            fixture.set(&no_object, vec![]).unwrap_err().code,
            Code::InvalidArgument
        );
    }
    assert_eq!(fixture.stage.lines().len(), 0);
}

#[test]
fn an_empty_write_sends_nothing() {
    let mut fixture = signed_in();
    fixture.set(&json!({}), vec![]).unwrap();
    let call = fixture.data.delete(Vec::new());
    fixture.stage.finish(call).unwrap();
    assert_eq!(fixture.stage.lines().len(), 0);
}

#[test]
fn refuses_without_a_session() {
    let mut stage = Stage::new();
    let data = UserData::new(stage.api());
    assert_eq!(
        stage.finish(data.get(None)).unwrap_err().code,
        Code::NotSignedIn
    );
    let call = data.set(&Fake::from(&json!({"a": 1})), None);
    assert_eq!(stage.finish(call).unwrap_err().code, Code::NotSignedIn);
}

#[test]
fn writes_values_as_they_are_and_null_deletes() {
    let mut fixture = signed_in();
    let values = json!({"z": "text", "a": 1.5, "m": false, "private.k": "s", "gone": null});
    fixture
        .set(&values, vec![ok(json!({"success": true}))])
        .unwrap();
    assert_eq!(fixture.stage.last().line(), "POST /v1.2/ibexsafe/userdata");
    assert_eq!(
        fixture.stage.last().body,
        Some(json!({"externalUserId": "jane", "data": values}))
    );

    fixture.stage.answer(ok(json!({"success": true})));
    let call = fixture.data.delete(vec!["a".to_owned(), "b".to_owned()]);
    fixture.stage.finish(call).unwrap();
    assert_eq!(
        fixture.stage.last().body.unwrap()["data"],
        json!({"a": null, "b": null})
    );
}

#[test]
fn reads_both_forms_and_nothing_that_is_write_only() {
    let mut fixture = signed_in();
    let map = json!({"email": "e", "n": 1, "optin.newsletter": true, "private.k": "s", "null": null, "odd": [1]});
    let expected = json!({"email": "e", "n": 1, "optin.newsletter": true});
    assert_eq!(fixture.get(vec![ok(map.clone())]).unwrap(), expected);
    assert_eq!(
        fixture
            .get(vec![ok(json!({"data": map, "success": true}))])
            .unwrap(),
        expected
    );
    assert_eq!(
        fixture
            .get(vec![ok(json!({"data": "a key of this name"}))])
            .unwrap(),
        json!({"data": "a key of this name"})
    );
    assert_eq!(
        fixture.get(vec![bodiless(204, Body::Empty)]).unwrap(),
        json!({})
    );
    assert_eq!(
        fixture.stage.last().line(),
        "GET /v1.2/ibexsafe/userdata/external/jane"
    );
}

#[test]
fn an_answer_that_is_no_object_is_no_user_data() {
    let mut fixture = signed_in();
    for odd in [json!("abc"), json!(["x"]), json!(5), json!(null)] {
        assert_eq!(
            fixture.get(vec![ok(odd)]).unwrap_err().code,
            Code::InvalidResponse
        );
    }
}

#[test]
fn an_id_stays_one_segment_of_the_path() {
    let mut stage = Stage::new();
    let data = UserData::new(stage.signed_in("auth0|a/../b"));
    stage.answer(bodiless(204, Body::Empty));
    stage.finish(data.get(None)).unwrap();
    assert_eq!(
        stage.last().path,
        "/v1.2/ibexsafe/userdata/external/auth0%7ca%2f..%2fb"
    );
}

#[test]
fn writes_arrive_in_the_order_of_the_calls_and_a_failed_one_holds_nobody_up() {
    let mut fixture = signed_in();
    let answers = [
        fixture.stage.hold(),
        fixture.stage.hold(),
        fixture.stage.hold(),
    ];
    let set = |n: i32, signal| fixture.data.set(&Fake::from(&json!({"n": n})), signal);
    let signal = Abort::default();
    let first = fixture.stage.start(set(1, None));
    let second = fixture.stage.start(set(2, Some(signal.clone())));
    let third = fixture.stage.start(set(3, None));
    let fourth = fixture.stage.start(set(4, None));
    fixture.stage.run();
    assert_eq!(fixture.stage.lines().len(), 1);
    signal.set(Error::new(Code::Aborted, "enough"));
    fixture.stage.run();
    assert_eq!(fixture.stage.lines().len(), 1);
    answers[0].set(no_answer());
    fixture.stage.run();
    answers[1].set(ok(json!({})));
    fixture.stage.run();
    answers[2].set(ok(json!({})));
    fixture.stage.run();
    let sent: Vec<_> = fixture
        .stage
        .world
        .sent
        .borrow()
        .iter()
        .map(|sent| sent.body.clone().unwrap()["data"]["n"].clone())
        .collect();
    assert_eq!(sent, [1, 3, 4]);
    assert_eq!(first.take().unwrap().unwrap_err().code, Code::Network);
    assert_eq!(second.take().unwrap().unwrap_err().code, Code::Aborted);
    assert!(third.take().unwrap().is_ok() && fourth.take().unwrap().is_ok());
}

#[test]
fn a_write_that_waits_does_not_move_to_another_user() {
    let mut fixture = signed_in();
    let answer = fixture.stage.hold();
    let set = |n: i32| fixture.data.set(&Fake::from(&json!({"n": n})), None);
    let (_first, second) = (fixture.stage.start(set(1)), fixture.stage.start(set(2)));
    fixture.stage.run();
    fixture.stage.sign_in(&fixture.api, "john", "b1", "s1");
    answer.set(ok(json!({})));
    fixture.stage.run();
    assert_eq!(second.take().unwrap().unwrap_err().code, Code::NotSignedIn);
    assert_eq!(fixture.stage.lines().len(), 1);
}
