//! E-mail verification.

use serde_json::{Value, json};

use super::server::Server;
use super::user::User;

const ADDRESS: &str = "jane.doe@foo.domain";

/// Asks for a code, and looks it up.
fn sent(user: &User<'_>) -> String {
    let body = json!({ "email": ADDRESS, "externalUserId": user.id() });
    let reply = user.post("/v1.2/ibexsafe/validateEmail", &body);
    let expected = json!({ "success": true, "message": "Verification code sent to email" });
    assert_eq!(reply.ok(), expected);
    user.server.newest_code()
}

fn confirmation(user: &User<'_>, code: &str) -> Value {
    json!({ "email": ADDRESS, "code": code, "externalUserId": user.id() })
}

fn accepted(user: &User<'_>, code: &str) {
    user.post("/v1.2/ibexsafe/confirmEmail", &confirmation(user, code))
        .ok();
}

fn refused(user: &User<'_>, code: &str) {
    let reply = user.post("/v1.2/ibexsafe/confirmEmail", &confirmation(user, code));
    assert_eq!(reply.refused(400), "Invalid or expired code");
}

/// A code that is not this one.
fn wrong(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

#[test]
fn refuses_a_wrong_code_and_then_takes_the_right_one() {
    let server = Server::start();
    let user = User::new(&server);
    let code = sent(&user);
    refused(&user, wrong(&code));
    assert_eq!(user.read().status, 204);
    accepted(&user, &code);
}

#[test]
fn refuses_a_code_that_was_never_sent() {
    let server = Server::start();
    refused(&User::new(&server), "123456");
}

#[test]
fn refuses_a_code_after_a_quarter_of_an_hour() {
    let server = Server::start();
    let user = User::new(&server);
    let code = sent(&user);
    server.advance(15 * 60);
    refused(&user, &code);
}

#[test]
fn refuses_a_code_that_was_used() {
    let server = Server::start();
    let user = User::new(&server);
    let code = sent(&user);
    accepted(&user, &code);
    refused(&user, &code);
}

#[test]
fn takes_the_right_code_at_the_fifth_try_and_not_at_the_sixth() {
    let server = Server::start();
    let user = User::new(&server);
    let code = sent(&user);
    (0..4).for_each(|_| refused(&user, wrong(&code)));
    accepted(&user, &code);
    let code = sent(&user);
    (0..5).for_each(|_| refused(&user, wrong(&code)));
    refused(&user, &code);
}

#[test]
fn refuses_the_code_before_the_newest() {
    let server = Server::start();
    let user = User::new(&server);
    let (first, second) = (sent(&user), sent(&user));
    if first != second {
        refused(&user, &first);
    }
    accepted(&user, &second);
}

#[test]
fn refuses_the_code_of_another_user_and_of_another_address() {
    let server = Server::start();
    let (user, other) = (User::new(&server), User::new(&server));
    let code = sent(&user);
    refused(&other, &code);
    let mut body = confirmation(&user, &code);
    body["email"] = json!("joe@foo.domain");
    user.post("/v1.2/ibexsafe/confirmEmail", &body).refused(400);
    accepted(&user, &code);
}

#[test]
fn names_what_is_missing_or_malformed() {
    let server = Server::start();
    let user = User::new(&server);
    let validate = |body: Value| {
        user.post("/v1.2/ibexsafe/validateEmail", &body)
            .refused(400)
    };
    let id = user.id();
    assert_eq!(
        validate(json!({ "externalUserId": id })),
        "email is required"
    );
    assert_eq!(
        validate(json!({ "email": ADDRESS })),
        "externalUserId is required"
    );
    let malformed = json!({ "email": "jane@", "externalUserId": id });
    assert_eq!(validate(malformed), "email must be an e-mail address");
    let confirm = |body: Value| user.post("/v1.2/ibexsafe/confirmEmail", &body).refused(400);
    let body = |besides: Value| {
        let mut body = confirmation(&user, "123456");
        body.as_object_mut()
            .unwrap()
            .extend(besides.as_object().unwrap().clone());
        body
    };
    assert_eq!(confirm(body(json!({ "code": null }))), "code is required");
    assert_eq!(
        confirm(body(json!({ "code": 123_456 }))),
        "code must be a string"
    );
    assert_eq!(
        confirm(body(json!({ "optinNews": "yes" }))),
        "optinNews must be a boolean"
    );
    assert_eq!(
        confirm(body(json!({ "userDataName": "" }))),
        "userDataName must not be empty"
    );
    assert_eq!(server.get("/sandbox/mails").ok(), json!([]));
}

#[test]
fn refuses_who_has_no_token() {
    let server = Server::start();
    for path in [
        "/v1.2/ibexsafe/validateEmail",
        "/v1.2/users/me/confirm-email",
    ] {
        assert_eq!(
            server.post(path, &json!({})).refused(401),
            "Access token is missing"
        );
    }
}

#[test]
fn stores_the_address_under_its_default_name_and_nothing_else() {
    let server = Server::start();
    let user = User::new(&server);
    let code = sent(&user);
    let reply = user.post("/v1.2/ibexsafe/confirmEmail", &confirmation(&user, &code));
    let expected = json!({ "success": true, "message": "Email confirmed and stored" });
    assert_eq!(reply.ok(), expected);
    assert_eq!(user.read().ok(), json!({ "marketing.email": ADDRESS }));
}

#[test]
fn stores_the_address_and_the_opt_ins_where_it_is_told() {
    let server = Server::start();
    let user = User::new(&server);
    let mut body = confirmation(&user, &sent(&user));
    body["userDataName"] = json!("email");
    body["optinNews"] = json!(true);
    body["optinNotifications"] = json!(false);
    user.post("/v1.2/ibexsafe/confirmEmail", &body).ok();
    let expected =
        json!({ "email": ADDRESS, "optin.newsletter": true, "optin.walletAlerts": false });
    assert_eq!(user.read().ok(), expected);
}

#[test]
fn works_without_a_user_id_under_users_me() {
    let server = Server::start();
    let user = User::new(&server);
    user.post(
        "/v1.2/users/me/validate-email",
        &json!({ "email": ADDRESS }),
    )
    .ok();
    let body = json!({ "email": ADDRESS, "code": server.newest_code() });
    user.post("/v1.2/users/me/confirm-email", &body).ok();
    assert_eq!(user.read().ok(), json!({ "marketing.email": ADDRESS }));
}

#[test]
fn delivers_mails_to_the_mailbox_the_newest_last() {
    let server = Server::start();
    let user = User::new(&server);
    sent(&user);
    let body = json!({ "email": "second@foo.domain", "externalUserId": user.id() });
    user.post("/v1.1/ibexsafe/validateEmail", &body).ok();
    let mails = server.get("/sandbox/mails").ok();
    let mails = mails.as_array().unwrap();
    assert_eq!(mails[0]["to"], ADDRESS);
    assert_eq!(mails[1]["to"], "second@foo.domain");
    assert_eq!(mails[1]["rpId"], "localhost");
    assert!(mails[1]["at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(mails[1]["code"].as_str().unwrap().len(), 6);
}
