//! The session against a fake host: one refresh at a time, generations. Not here: renewal by the clock (`renewal`), what a 401 does (`api`).

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::json;

use super::*;
use crate::api::Api;
use crate::fake::{Fake, FakeHost, Stage, good_config, good_tokens, no_answer, ok, status};

pub(super) fn codes(api: &Api<FakeHost>) -> Rc<RefCell<Vec<String>>> {
    let told = Rc::new(RefCell::new(Vec::new()));
    let log = Rc::clone(&told);
    api.events().add(move |event| {
        log.borrow_mut().push(match event {
            Event::Session(Some(profile)) => profile.external_user_id.clone(),
            Event::Session(None) => "gone".to_owned(),
            Event::Error(error) => error.code.as_str().to_owned(),
        });
    });
    told
}

pub(super) fn read(answer: &serde_json::Value) -> Result<TokenAnswer, Error> {
    TokenAnswer::read(&Fake::from(answer))
}

#[test]
fn a_refresh_that_is_refused_ends_the_session_once() {
    for refusal in [400, 401, 403] {
        let mut stage = Stage::new();
        let api = stage.signed_in("jane");
        let told = codes(&api);
        stage.answer(status(refusal, json!({"message": "used"})));
        let (first, second) = (
            stage.start(api.refresh(None)),
            stage.start(api.refresh(None)),
        );
        stage.run();
        for result in [first, second] {
            let error = result.take().unwrap().unwrap_err();
            assert_eq!(
                (error.code, error.status),
                (Code::SessionExpired, Some(refusal))
            );
        }
        assert_eq!(*told.borrow(), ["gone"]);
        assert_eq!(
            stage.finish(api.refresh(None)).unwrap_err().code,
            Code::NotSignedIn
        );
    }
}

#[test]
fn a_refresh_without_an_answer_keeps_the_session_and_can_be_made_again() {
    let failures = [
        no_answer(),
        status(429, json!({})),
        status(500, json!({})),
        status(503, json!({})),
    ];
    for failure in failures {
        let mut stage = Stage::new();
        let api = stage.signed_in("jane");
        let told = codes(&api);
        stage.answer(failure);
        assert!(stage.finish(api.refresh(None)).unwrap_err().retryable);
        assert!(api.session().profile().is_some());
        stage.answer(ok(good_tokens("jane", "a2", "r2")));
        assert!(stage.finish(api.refresh(None)).is_ok());
        assert_eq!(stage.last().body.unwrap()["refresh_token"], "r1");
        assert_eq!(*told.borrow(), ["jane"]);
    }
}

#[test]
fn any_number_of_callers_share_one_refresh() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let answer = stage.hold();
    let calls: Vec<_> = (0..200).map(|_| stage.start(api.refresh(None))).collect();
    stage.run();
    answer.set(ok(good_tokens("jane", "a2", "r2")));
    stage.run();
    assert!(calls.iter().all(|call| call.take().unwrap().is_ok()));
    assert_eq!(stage.lines(), ["POST /v1.2/auth/refresh"]);
}

#[test]
fn a_signal_ends_a_wait_and_not_the_refresh() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let (answer, signal) = (stage.hold(), Abort::default());
    let impatient = stage.start(api.refresh(Some(signal.clone())));
    let patient = stage.start(api.refresh(None));
    stage.run();
    signal.set(Error::new(Code::Aborted, "enough"));
    stage.run();
    assert_eq!(impatient.take().unwrap().unwrap_err().code, Code::Aborted);
    answer.set(ok(good_tokens("jane", "a2", "r2")));
    stage.run();
    assert!(patient.take().unwrap().is_ok());
    assert_eq!((stage.lines().len(), stage.world.dropped.get()), (1, 0));
}

#[test]
fn a_refresh_that_comes_after_the_sign_out_is_discarded() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let told = codes(&api);
    let answer = stage.hold();
    let waiting = stage.start(api.refresh(None));
    stage.run();
    api.session().sign_out();
    stage.run();
    assert_eq!(waiting.take().unwrap().unwrap_err().code, Code::NotSignedIn);
    answer.set(ok(good_tokens("jane", "a2", "r2")));
    stage.run();
    assert_eq!(
        (api.session().profile(), told.borrow().clone()),
        (None, vec!["gone".to_owned()])
    );
}

#[test]
fn a_refresh_never_crosses_into_the_session_of_another_user() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let answer = stage.hold();
    let waiting = stage.start(api.refresh(None));
    stage.run();
    stage.sign_in(&api, "john", "b1", "s1");
    answer.set(ok(good_tokens("jane", "a2", "r2")));
    stage.run();
    assert_eq!(waiting.take().unwrap().unwrap_err().code, Code::NotSignedIn);
    stage.answer(ok(json!({})));
    stage
        .finish(api.request(crate::http::Call::get("/x"), None))
        .unwrap();
    assert_eq!(stage.last().token(), Some("b1"));
    assert_eq!(api.session().profile().unwrap().external_user_id, "john");
}

#[test]
fn a_refused_refresh_of_the_last_user_does_not_sign_the_next_one_out() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let answer = stage.hold();
    let _waiting = stage.start(api.refresh(None));
    stage.run();
    stage.sign_in(&api, "john", "b1", "s1");
    answer.set(status(401, json!({})));
    stage.run();
    assert!(api.session().profile().is_some());
}

#[test]
fn a_renewal_for_another_user_is_not_believed() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    stage.answer(ok(good_tokens("john", "b1", "s1")));
    assert_eq!(
        stage.finish(api.refresh(None)).unwrap_err().code,
        Code::InvalidResponse
    );
    assert_eq!(api.session().profile().unwrap().external_user_id, "jane");
}

#[test]
fn a_renewal_keeps_what_its_answer_does_not_name() {
    let mut stage = Stage::new();
    let api = stage.api();
    let mut answer = good_tokens("jane", "a1", "r1");
    answer["safeAddress"] = json!({"100": "0x1"});
    answer["keyName"] = json!("key");
    answer["chainId"] = json!(100);
    api.session().adopt(read(&answer).unwrap()).unwrap();
    stage.answer(ok(good_tokens("jane", "a2", "r2")));
    let profile = stage.finish(api.refresh(None)).unwrap();
    assert_eq!(profile.safe_address, [("100".to_owned(), "0x1".to_owned())]);
    assert_eq!(
        (profile.key_name.as_deref(), profile.chain_id),
        (Some("key"), Some(100.0))
    );
}

#[test]
fn listeners_hear_what_happened_in_its_order() {
    let stage = Stage::new();
    let api = stage.api();
    let again = api.clone();
    api.events().add(move |event| {
        if matches!(event, Event::Session(Some(_))) {
            again.session().sign_out();
        }
    });
    let told = codes(&api);
    let answer = TokenAnswer::read(&Fake::from(&good_tokens("jane", "a", "r"))).unwrap();
    let error = api.session().adopt(answer).unwrap_err();
    assert_eq!(
        (error.code, api.session().profile()),
        (Code::NotSignedIn, None)
    );
    assert_eq!(*told.borrow(), ["jane", "gone"]);
}

#[test]
fn a_listener_may_do_anything() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let again = api.clone();
    api.events().add(move |event| {
        if matches!(event, Event::Session(Some(_))) {
            again.session().sign_out();
        }
    });
    stage.answer(ok(good_tokens("jane", "a2", "r2")));
    assert_eq!(
        stage.finish(api.refresh(None)).unwrap_err().code,
        Code::NotSignedIn
    );
    assert_eq!(api.session().profile(), None);
}

#[test]
fn a_listener_that_closes_the_client_ends_the_call_that_it_hears_of() {
    let mut stage = Stage::new();
    let api = stage.signed_in("jane");
    let again = api.clone();
    api.events().add(move |_| again.close());
    stage.answer(ok(good_tokens("jane", "a2", "r2")));
    assert_eq!(
        stage.finish(api.refresh(None)).unwrap_err().code,
        Code::ClientClosed
    );
    let answer = TokenAnswer::read(&Fake::from(&good_tokens("jane", "a", "r"))).unwrap();
    let api = stage.api();
    let again = api.clone();
    api.events().add(move |_| again.close());
    let error = api.session().adopt(answer).unwrap_err();
    assert_eq!(error.code, Code::ClientClosed);
}

#[test]
fn listeners_hear_of_the_end_also_where_one_of_them_makes_it() {
    for from_within in [true, false] {
        let stage = Stage::new();
        let api = stage.api();
        let told = codes(&api);
        let again = api.clone();
        api.events().add(move |event| {
            if from_within && matches!(event, Event::Session(Some(_))) {
                again.close();
            }
        });
        let answer = read(&good_tokens("jane", "a", "r")).unwrap();
        assert_eq!(api.session().adopt(answer).is_err(), from_within);
        api.close();
        assert_eq!(*told.borrow(), ["jane", "gone"]);
    }
}

#[test]
fn nothing_secret_shows_in_debug() {
    let stage = Stage::new();
    let mut config = good_config();
    config
        .own_headers
        .push(("x-api-key".to_owned(), "s3cret".to_owned()));
    let api = Api::new(stage.host(), config);
    stage.sign_in(&api, "jane", "s3cret-access", "s3cret-refresh");
    let shown = format!(
        "{api:?} {:?} {:?} {:?}",
        api.session(),
        api.config(),
        api.events()
    );
    assert!(!shown.contains("s3cret"), "{shown}");
}
