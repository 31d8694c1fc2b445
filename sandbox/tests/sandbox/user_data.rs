//! Private user data.

use serde_json::{Value, json};

use super::server::{PAGE, Server};
use super::user::User;

#[test]
fn refuses_who_has_no_token_or_a_bad_one() {
    let server = Server::start();
    let user = User::new(&server);
    let path = format!("/v1.2/ibexsafe/userdata/external/{}", user.id());
    let with = |header: &str| {
        server
            .call(
                "GET",
                &path,
                &[("origin", PAGE), ("authorization", header)],
                None,
            )
            .refused(401)
    };
    assert_eq!(server.get(&path).refused(401), "Access token is missing");
    assert_eq!(with("Basic abc"), "Access token is missing");
    assert_eq!(with("Bearer nonsense"), "Access token is not valid");
    assert_eq!(
        with(&format!("Bearer {}", user.refresh_token())),
        "Access token is not valid"
    );
    server.advance(3600);
    assert_eq!(user.read().refused(401), "Access token has expired");
    assert_eq!(
        user.write(&json!({ "a": 1 })).refused(401),
        "Access token has expired"
    );
}

#[test]
fn refuses_another_users_id() {
    let server = Server::start();
    let (user, other) = (User::new(&server), User::new(&server));
    other.write(&json!({ "firstName": "Joe" })).ok();
    let message = "externalUserId does not match the access token";
    let body = json!({ "externalUserId": other.id(), "data": { "firstName": "Eve" } });
    assert_eq!(
        user.post("/v1.2/ibexsafe/userdata", &body).refused(400),
        message
    );
    let path = format!("/v1.2/ibexsafe/userdata/external/{}", other.id());
    assert_eq!(user.get(&path).refused(400), message);
    assert_eq!(user.post("/v1.2/users/me", &body).refused(400), message);
    assert_eq!(other.read().ok(), json!({ "firstName": "Joe" }));
}

#[test]
fn names_what_is_missing() {
    let server = Server::start();
    let user = User::new(&server);
    let refused = |body: Value| user.post("/v1.2/ibexsafe/userdata", &body).refused(400);
    assert_eq!(refused(json!({ "data": {} })), "externalUserId is required");
    assert_eq!(
        refused(json!({ "externalUserId": user.id() })),
        "data is required"
    );
    assert_eq!(
        refused(json!({ "externalUserId": user.id(), "data": null })),
        "data is required"
    );
    assert_eq!(
        refused(json!({ "externalUserId": user.id(), "data": [] })),
        "data must be an object"
    );
}

#[test]
fn refuses_a_value_of_another_type_and_writes_nothing() {
    let server = Server::start();
    let user = User::new(&server);
    for value in [json!({ "nested": true }), json!([1])] {
        let message = user
            .write(&json!({ "a": "kept?", "b": value }))
            .refused(400);
        assert_eq!(message, "data.b must be a string, number, boolean or null");
    }
    assert_eq!(
        user.write(&json!({ "": 1 })).refused(400),
        "data holds an empty key"
    );
    assert_eq!(user.read().status, 204);
}

#[test]
fn writes_in_part_and_deletes_with_null() {
    let server = Server::start();
    let user = User::new(&server);
    let acknowledged = user
        .write(&json!({ "firstName": "Jane", "phone": "+33", "age": 42 }))
        .ok();
    assert_eq!(
        acknowledged,
        json!({ "success": true, "message": "User data updated" })
    );
    user.write(&json!({ "phone": null, "optin.newsletter": true, "never.was": null }))
        .ok();
    assert_eq!(
        user.read().ok(),
        json!({ "firstName": "Jane", "age": 42, "optin.newsletter": true })
    );
}

#[test]
fn answers_204_when_there_is_nothing_to_see() {
    let server = Server::start();
    let user = User::new(&server);
    user.write(&json!({ "private.apiKey": "s3cret" })).ok();
    let reply = user.read();
    assert_eq!((reply.status, reply.text.as_str()), (204, ""));
}

#[test]
fn never_returns_what_is_private() {
    let server = Server::start();
    let user = User::new(&server);
    user.write(&json!({ "a": 1, "private.apiKey": "s3cret", "privateer": true }))
        .ok();
    assert_eq!(user.read().ok(), json!({ "a": 1, "privateer": true }));
    assert_eq!(
        user.write(&json!({})).ok(),
        json!({ "a": 1, "privateer": true })
    );
    let session = user.sign_in(json!({ "includeUserdata": true })).ok();
    assert_eq!(session["userdata"], json!({ "a": 1, "privateer": true }));
}

#[test]
fn reads_with_an_empty_write() {
    let server = Server::start();
    let user = User::new(&server);
    assert_eq!(user.write(&json!({})).ok(), json!({}));
    user.write(&json!({ "a": "b" })).ok();
    assert_eq!(user.write(&json!({})).ok(), json!({ "a": "b" }));
}

#[test]
fn keeps_order_and_digits_as_they_were_sent() {
    let server = Server::start();
    let user = User::new(&server);
    let data = r#"{"z":1.10,"a":12345678901234567890,"m":-1e-7,"é":"\ud83d\ude00"}"#;
    let body = format!(r#"{{"externalUserId":"{}","data":{data}}}"#, user.id());
    let headers = [
        ("origin", PAGE),
        ("authorization", &*user.bearer()),
        ("content-type", "application/json"),
    ];
    server
        .call("POST", "/v1.2/ibexsafe/userdata", &headers, Some(&body))
        .ok();
    assert_eq!(user.read().text, data);
}

#[test]
fn writes_through_users_me_as_well() {
    let server = Server::start();
    let user = User::new(&server);
    let reply = user.post("/v1.2/users/me", &json!({ "data": { "a": 1 } }));
    assert_eq!(reply.ok(), json!({ "success": true }));
    let named = json!({ "externalUserId": user.id(), "data": { "b": 2 } });
    user.post("/v1.2/users/me", &named).ok();
    assert_eq!(user.read().ok(), json!({ "a": 1, "b": 2 }));
    assert_eq!(
        user.post("/v1.2/users/me", &json!({})).refused(400),
        "data is required"
    );
}
