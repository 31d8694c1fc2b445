//! E-mail verification against a fake host. Not here: what the codes are (the sandbox's tests).

use serde_json::json;

use super::*;
use crate::error::Code;
use crate::fake::{FakeHost, Stage, ok, status};

fn signed_in() -> (Stage, Email<FakeHost>) {
    let stage = Stage::new();
    let email = Email::new(stage.signed_in("jane"));
    (stage, email)
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn good_confirmation() -> Confirmation {
    Confirmation {
        email: secret("jane@foo.domain"),
        code: secret("123456"),
        user_data_name: None,
        optin_news: None,
        optin_notifications: None,
    }
}

#[test]
fn refuses_what_can_never_be_an_address_and_repeats_nothing_of_it() {
    let (mut stage, email) = signed_in();
    for odd in [
        "",
        "jane",
        "@foo",
        "jane@",
        "jane doe@foo.domain",
        "jane@foo.domain\n",
    ] {
        let error = stage.finish(email.validate(secret(odd), None)).unwrap_err();
        assert_eq!(error.code, Code::InvalidArgument);
        assert!(
            error.message.starts_with("email: ")
                && (odd.is_empty() || !error.message.contains(odd))
        );
    }
    let odd = Confirmation {
        code: secret(" "),
        ..good_confirmation()
    };
    assert!(
        stage
            .finish(email.confirm(odd, None))
            .unwrap_err()
            .message
            .starts_with("code: ")
    );
    let odd = Confirmation {
        user_data_name: Some(String::new()),
        ..good_confirmation()
    };
    assert!(
        stage
            .finish(email.confirm(odd, None))
            .unwrap_err()
            .message
            .starts_with("userDataName: ")
    );
    assert_eq!(stage.lines().len(), 0);
}

#[test]
fn surfaces_a_wrong_code_as_the_api_says_it() {
    let (mut stage, email) = signed_in();
    stage.answer(status(400, json!({"message": "Invalid or expired code"})));
    let error = stage
        .finish(email.confirm(good_confirmation(), None))
        .unwrap_err();
    assert_eq!(
        (error.code, error.message.as_ref()),
        (Code::BadRequest, "Invalid or expired code")
    );
}

#[test]
fn sends_what_is_given_and_nothing_that_is_absent() {
    let (mut stage, email) = signed_in();
    stage.answer(ok(json!({"success": true})));
    stage
        .finish(email.confirm(good_confirmation(), None))
        .unwrap();
    let bare = json!({"email": "jane@foo.domain", "code": "123456", "externalUserId": "jane"});
    assert_eq!(stage.last().body, Some(bare));

    stage.answer(ok(json!({})));
    let full = Confirmation {
        user_data_name: Some("email".to_owned()),
        optin_news: Some(true),
        optin_notifications: Some(false),
        ..good_confirmation()
    };
    stage.finish(email.confirm(full, None)).unwrap();
    let body = stage.last().body.unwrap();
    assert_eq!(
        (
            &body["userDataName"],
            &body["optinNews"],
            &body["optinNotifications"]
        ),
        (&json!("email"), &json!(true), &json!(false))
    );
}

#[test]
fn falls_back_after_a_404_and_remembers() {
    let (mut stage, email) = signed_in();
    for answer in [
        status(404, json!({})),
        status(404, json!({})),
        ok(json!({})),
        ok(json!({})),
    ] {
        stage.answer(answer);
    }
    stage
        .finish(email.validate(secret("jane@foo.domain"), None))
        .unwrap();
    stage
        .finish(email.validate(secret("jane@foo.domain"), None))
        .unwrap();
    assert_eq!(
        stage.lines(),
        [
            "POST /v1.2/ibexsafe/validateEmail",
            "POST /v1.1/ibexsafe/validateEmail",
            "POST /v1.2/users/me/validate-email",
            "POST /v1.2/users/me/validate-email",
        ]
    );
}
