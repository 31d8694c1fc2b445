//! Answers and errors by their status.

use serde_json::json;

use super::*;
use crate::fake::{Fake, Stage, bodiless, ok, status};

fn ask(stage: &mut Stage, answer: crate::fake::Answer) -> Result<Option<Fake>, Error> {
    let http = Rc::new(Http::new(Rc::new(stage.host()), crate::fake::good_config()));
    stage.answer(answer);
    stage.finish(async move { http.exchange(&Call::get("/x"), None).await })
}

#[test]
fn the_code_follows_from_the_status_whatever_the_body_says() {
    let mut stage = Stage::new();
    let table = [
        (400, Code::BadRequest, false),
        (401, Code::Unauthorized, false),
        (403, Code::Forbidden, false),
        (404, Code::NotFound, false),
        (408, Code::BadRequest, true),
        (409, Code::Conflict, false),
        (422, Code::BadRequest, false),
        (429, Code::RateLimited, true),
        (500, Code::ServerError, true),
        (501, Code::ServerError, false),
        (503, Code::ServerError, true),
    ];
    for (number, code, retryable) in table {
        for body in [
            Body::Empty,
            Body::Unreadable,
            Body::Json(Fake::from(&json!({"message": 5}))),
        ] {
            let error = ask(&mut stage, bodiless(number, body)).unwrap_err();
            assert_eq!(
                (error.code, error.status, error.retryable),
                (code, Some(number), retryable)
            );
        }
    }
}

#[test]
fn html_with_a_good_status_is_no_answer() {
    let error = ask(&mut Stage::new(), bodiless(200, Body::Unreadable)).unwrap_err();
    assert_eq!(
        (error.code, error.status),
        (Code::InvalidResponse, Some(200))
    );
}

#[test]
fn passes_on_what_the_api_says() {
    let mut stage = Stage::new();
    let table = [
        (json!({"detail": "a", "message": "b", "error": "c"}), "a"),
        (
            json!({"statusCode": 400, "error": "Bad Request", "message": "data.phone is odd"}),
            "data.phone is odd",
        ),
        (json!({"error": "c"}), "c"),
        (json!({"message": ["b"], "error": "c"}), "c"),
        (json!({}), "the API answered 400"),
        (json!([]), "the API answered 400"),
    ];
    for (body, said) in table {
        assert_eq!(
            ask(&mut stage, status(400, body)).unwrap_err().message,
            said
        );
    }
}

#[test]
fn reads_retry_after_in_both_forms_and_the_request_id() {
    let mut stage = Stage::new();
    let table = [
        ("120", Some(120)),
        ("0", Some(0)),
        ("99999999999", Some(u32::MAX)),
        ("Thu, 01 Jan 1970 00:16:45 GMT", Some(5)),
        ("Thu, 01 Jan 1970 00:16:39 GMT", Some(0)),
        // The user's clock is wrong.
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Mon, 01 Jan 2001 00:00:00 GMT", None),
        ("soon", None),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("1, 2", None),
        ("+5", None),
        ("1 GMT", None),
    ];
    for (header, seconds) in table {
        let mut answer = status(429, json!({})).unwrap();
        answer.retry_after = Some(header.to_owned());
        answer.request_id = Some("req-1".to_owned());
        let error = ask(&mut stage, Ok(answer)).unwrap_err();
        assert_eq!(
            (error.retry_after, error.request_id.as_deref()),
            (seconds, Some("req-1")),
            "{header}"
        );
    }
}

#[test]
fn an_empty_answer_is_none() {
    let mut stage = Stage::new();
    assert!(
        ask(&mut stage, bodiless(204, Body::Empty))
            .unwrap()
            .is_none()
    );
    assert!(ask(&mut stage, ok(json!({}))).unwrap().is_some());
}
