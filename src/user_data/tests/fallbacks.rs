//! The older paths and the reading by POST of PROTOCOL §4: when they are taken, when not, and what is remembered.

use super::*;

fn not_found() -> Answer {
    status(404, json!({"message": "Route not found"}))
}

#[test]
fn falls_back_after_a_404_and_remembers() {
    let mut fixture = signed_in();
    assert_eq!(
        fixture.get(vec![not_found(), ok(json!({"a": 1}))]).unwrap(),
        json!({"a": 1})
    );
    fixture.get(vec![ok(json!({}))]).unwrap();
    fixture
        .set(
            &json!({"a": 1}),
            vec![not_found(), not_found(), ok(json!({"success": true}))],
        )
        .unwrap();
    fixture
        .set(&json!({"a": 2}), vec![ok(json!({"success": true}))])
        .unwrap();
    assert_eq!(
        fixture.stage.lines(),
        [
            "GET /v1.2/ibexsafe/userdata/external/jane",
            "GET /v1.1/ibexsafe/userdata/external/jane",
            "GET /v1.1/ibexsafe/userdata/external/jane",
            "POST /v1.2/ibexsafe/userdata",
            "POST /v1.1/ibexsafe/userdata",
            "POST /v1.2/users/me",
            "POST /v1.2/users/me",
        ]
    );
}

#[test]
fn a_404_everywhere_is_not_found_and_nothing_is_remembered() {
    let mut fixture = signed_in();
    assert_eq!(
        fixture
            .get(vec![not_found(), not_found()])
            .unwrap_err()
            .code,
        Code::NotFound
    );
    assert_eq!(
        fixture
            .set(
                &json!({"a": 1}),
                vec![not_found(), not_found(), not_found()]
            )
            .unwrap_err()
            .code,
        Code::NotFound
    );
    assert_eq!(
        fixture.get(vec![ok(json!({"a": 1}))]).unwrap(),
        json!({"a": 1})
    );
}

#[test]
fn what_fails_is_not_tried_elsewhere() {
    let mut fixture = signed_in();
    for (answer, code) in [
        (no_answer(), Code::Network),
        (status(500, json!({})), Code::ServerError),
        (status(400, json!({})), Code::BadRequest),
    ] {
        assert_eq!(
            fixture
                .set(&json!({"a": 1}), vec![answer])
                .unwrap_err()
                .code,
            code
        );
    }
    assert_eq!(fixture.stage.lines().len(), 3);
}

#[test]
fn reads_by_post_where_the_get_is_refused_with_a_fresh_token_and_remembers() {
    let mut fixture = signed_in();
    let refused = || status(401, json!({}));
    let answers = vec![
        refused(),
        ok(good_tokens("jane", "a2", "r2")),
        refused(),
        ok(json!({"a": 1, "private.b": 2})),
    ];
    assert_eq!(fixture.get(answers).unwrap(), json!({"a": 1}));
    assert_eq!(fixture.stage.last().body.unwrap()["data"], json!({}));
    fixture.get(vec![ok(json!({}))]).unwrap();
    assert_eq!(
        fixture.stage.lines()[3..],
        [
            "POST /v1.2/ibexsafe/userdata",
            "POST /v1.2/ibexsafe/userdata"
        ]
    );
}

#[test]
fn a_session_that_is_lost_is_not_read_by_post() {
    let mut fixture = signed_in();
    let refused = || status(401, json!({}));
    assert_eq!(
        fixture.get(vec![refused(), refused()]).unwrap_err().code,
        Code::SessionExpired
    );
    assert_eq!(fixture.stage.lines().len(), 2);
}
