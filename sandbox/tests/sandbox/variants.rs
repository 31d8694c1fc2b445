//! Wire variants, each form of each.

use serde_json::{Value, json};

use super::authenticator::{Authenticator, PRESENT, VERIFIED};
use super::server::{PAGE, Server};
use super::user::{User, sign_in_options, sign_up_options};

fn varied(changes: Value) -> Server {
    let server = Server::start();
    server.vary(&changes);
    server
}

#[test]
fn options_key_moves_the_options() {
    for key in [
        "credentialRequestOptions",
        "credentialCreationOptions",
        "publicKey",
    ] {
        let server = varied(json!({ "optionsKey": key }));
        let body = server.get("/v1.2/auth/sign-up").ok();
        assert!(body[key]["challenge"].is_string());
        assert_eq!(body["emailValidationRequired"], false);
        assert!(server.get("/v1.2/auth/sign-in").ok()[key]["challenge"].is_string());
    }
    let server = varied(json!({ "optionsKey": "flat" }));
    let body = server.get("/v1.2/auth/sign-up").ok();
    assert!(body["challenge"].is_string());
    assert_eq!(body["emailValidationRequired"], false);
    assert!(server.get("/v1.2/auth/sign-in").ok()["challenge"].is_string());
}

#[test]
fn binary_encoding_changes_every_binary_member() {
    let lengths = [("base64url", 43), ("base64url-padded", 44), ("base64", 44)];
    for (encoding, length) in lengths {
        let server = varied(json!({ "binaryEncoding": encoding }));
        let options = server.get("/v1.2/auth/sign-up").ok()["credentialRequestOptions"].clone();
        let salt = options["extensions"]["prf"]["eval"]["first"]
            .as_str()
            .unwrap();
        assert_eq!(salt.len(), length);
        assert_eq!(options["challenge"].as_str().unwrap().len(), length);
        assert_eq!(
            options["user"]["id"].as_str().unwrap().ends_with("=="),
            length == 44
        );
        // The salt of localhost holds both characters in which the alphabets differ.
        assert_eq!(salt.contains(['-', '_']), encoding != "base64");
        User::new(&server).sign_in(json!({})).ok();
    }
}

#[test]
fn where_verification_is_preferred_a_passkey_may_be_made_without_its_user_and_signs_in_with_them() {
    let server = varied(json!({ "userVerification": "preferred" }));
    let options = sign_up_options(&server, PAGE);
    let selection = &options["authenticatorSelection"];
    assert_eq!(selection["userVerification"], "preferred");
    for flags in [0, PRESENT, VERIFIED, PRESENT | VERIFIED] {
        let mut passkey = Authenticator {
            flags,
            ..Authenticator::new(PAGE, "localhost")
        };
        let credential = passkey.create(&sign_up_options(&server, PAGE));
        let session = server.post("/v1.2/auth/sign-up", &json!({ "credential": credential }));
        let user = session.ok()["subject"].clone();
        for absent in [0, PRESENT, VERIFIED] {
            passkey.flags = absent;
            let credential = passkey.get(&sign_in_options(&server));
            let body = json!({ "credential": credential });
            server.post("/v1.2/auth/sign-in", &body).refused(401);
        }
        passkey.flags = PRESENT | VERIFIED;
        let credential = passkey.get(&sign_in_options(&server));
        let body = json!({ "credential": credential });
        let session = server.post("/v1.2/auth/sign-in", &body).ok();
        assert_eq!(session["subject"], user);
    }
    let mut foreign = Authenticator {
        flags: 0,
        ..Authenticator::new(PAGE, "example.com")
    };
    let credential = foreign.create(&sign_up_options(&server, PAGE));
    let reply = server.post("/v1.2/auth/sign-up", &json!({ "credential": credential }));
    assert_eq!(reply.refused(400), "rpId hash does not match the rpId");
}

#[test]
fn prf_can_be_left_out() {
    let server = varied(json!({ "prf": false }));
    for path in ["/v1.2/auth/sign-up", "/v1.2/auth/sign-in"] {
        assert_eq!(
            server.get(path).ok()["credentialRequestOptions"].get("extensions"),
            None
        );
    }
}

#[test]
fn exclude_credentials_names_those_of_the_same_user_name() {
    let server = varied(json!({ "excludeCredentials": "sameName" }));
    let user = User::new(&server);
    let name = server.get("/v1.2/auth/sign-up?userName=somebody").ok();
    assert_eq!(
        name["credentialRequestOptions"]["excludeCredentials"],
        json!([])
    );
    let mut passkey = user.passkey.forged();
    passkey.credential_id = vec![9; 16];
    let options = server.get("/v1.2/auth/sign-up?userName=jane").ok();
    let credential = passkey.create(&options["credentialRequestOptions"]);
    server
        .post("/v1.2/auth/sign-up", &json!({ "credential": credential }))
        .ok();
    let options = server.get("/v1.2/auth/sign-up?userName=jane").ok();
    let excluded = &options["credentialRequestOptions"]["excludeCredentials"];
    assert_eq!(
        *excluded,
        json!([{ "type": "public-key", "id": credential["id"] }])
    );
}

#[test]
fn access_token_key_renames_the_access_token_everywhere() {
    let server = varied(json!({ "accessTokenKey": "token" }));
    let user = User::new(&server);
    let body = json!({ "refresh_token": user.refresh_token() });
    let renewed = server.post("/v1.2/auth/refresh", &body).ok();
    for session in [&user.session, &user.sign_in(json!({})).ok(), &renewed] {
        assert!(session["token"].is_string());
        assert_eq!(session.get("access_token"), None);
    }
}

#[test]
fn auth_answer_can_be_the_four_token_fields() {
    let server = Server::start();
    let user = User::new(&server);
    server.vary(&json!({ "authAnswer": "minimal" }));
    let session = user.sign_in(json!({})).ok();
    let names: Vec<_> = session
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        names,
        ["access_token", "expires_in", "refresh_token", "token_type"]
    );
}

#[test]
fn sign_in_userdata_comes_in_four_forms() {
    let server = Server::start();
    let user = User::new(&server);
    user.write(&json!({ "a": 1 })).ok();
    let userdata = |form: &str| {
        server.vary(&json!({ "signInUserdata": form }));
        user.sign_in(json!({ "includeUserdata": true })).ok()["userdata"].clone()
    };
    assert_eq!(userdata("flat"), json!({ "a": 1 }));
    assert_eq!(userdata("data"), json!({ "data": { "a": 1 } }));
    let aggregate = userdata("aggregate");
    assert_eq!(aggregate["addresses"]["externalUserId"], user.id());
    assert_eq!(aggregate["kycStatus"]["kycLevel"], "0");
    let envelopes = userdata("envelopes");
    assert_eq!(envelopes["addresses"]["status"], 200);
    assert_eq!(envelopes["addresses"]["data"]["externalUserId"], user.id());
}

#[test]
fn userdata_get_comes_in_three_forms() {
    let server = varied(json!({ "userdataGet": "data" }));
    let user = User::new(&server);
    assert_eq!(user.read().status, 204);
    user.write(&json!({ "a": 1 })).ok();
    assert_eq!(user.read().ok(), json!({ "data": { "a": 1 } }));
    let body = format!(
        r#"{{"externalUserId":"{}","data":{{"b":1.10}}}}"#,
        user.id()
    );
    let headers = [
        ("origin", PAGE),
        ("authorization", &*user.bearer()),
        ("content-type", "application/json"),
    ];
    server
        .call("POST", "/v1.2/ibexsafe/userdata", &headers, Some(&body))
        .ok();
    assert_eq!(user.read().text, r#"{"data":{"a":1,"b":1.10}}"#);
    user.write(&json!({ "b": null })).ok();
    server.vary(&json!({ "userdataGet": "unauthorized" }));
    assert_eq!(user.read().refused(401), "Unauthorized");
    assert_eq!(user.write(&json!({})).ok(), json!({ "a": 1 }));
}

#[test]
fn acknowledgements_come_bare_and_otherwise() {
    let server = varied(json!({ "userdataAck": "bare", "confirmAck": "confirmed" }));
    let user = User::new(&server);
    assert_eq!(
        user.write(&json!({ "a": 1 })).ok(),
        json!({ "success": true })
    );
    let mut body = json!({ "externalUserId": user.id(), "email": "jane@foo.domain" });
    user.post("/v1.2/ibexsafe/validateEmail", &body).ok();
    body["code"] = json!(server.newest_code());
    let reply = user.post("/v1.2/ibexsafe/confirmEmail", &body);
    let expected =
        json!({ "success": true, "message": "Email confirmed", "email": "jane@foo.domain" });
    assert_eq!(reply.ok(), expected);
}

#[test]
fn ibexsafe_can_be_gone_in_part_or_whole() {
    let server = Server::start();
    let user = User::new(&server);
    let status = |version: &str, path: &str| {
        let body = json!({ "externalUserId": user.id(), "data": {} });
        user.post(&format!("/{version}/{path}"), &body).status
    };
    server.vary(&json!({ "ibexsafe": "v1.1" }));
    assert_eq!(status("v1.2", "ibexsafe/userdata"), 404);
    assert_eq!(status("v1.1", "ibexsafe/userdata"), 200);
    assert_eq!(status("v1", "ibexsafe/userdata"), 200);
    assert_eq!(user.read().refused(404), "Route not found");
    server.vary(&json!({ "ibexsafe": "none" }));
    for version in ["v1", "v1.1", "v1.2"] {
        assert_eq!(status(version, "ibexsafe/userdata"), 404);
    }
    assert_eq!(status("v1.2", "users/me"), 200);
}

#[test]
fn users_me_ack_can_be_empty() {
    let server = varied(json!({ "usersMeAck": "empty" }));
    let user = User::new(&server);
    let mut body = json!({ "email": "jane@foo.domain" });
    assert_eq!(
        user.post("/v1.2/users/me/validate-email", &body).ok(),
        json!({})
    );
    body["code"] = json!(server.newest_code());
    assert_eq!(
        user.post("/v1.2/users/me/confirm-email", &body).ok(),
        json!({})
    );
    let reply = user.post("/v1.2/users/me", &json!({ "data": { "a": 1 } }));
    assert_eq!(reply.ok(), json!({ "success": true }));
}

#[test]
fn auth_header_decides_which_header_is_read() {
    let server = Server::start();
    let user = User::new(&server);
    let path = format!("/v1.2/ibexsafe/userdata/external/{}", user.id());
    let status = |header: &str| {
        server
            .call(
                "GET",
                &path,
                &[("origin", PAGE), (header, &user.bearer())],
                None,
            )
            .status
    };
    let cases = [
        ("either", 204, 204),
        ("authorization", 204, 401),
        ("x-ibex-auth", 401, 204),
    ];
    for (form, authorization, own) in cases {
        server.vary(&json!({ "authHeader": form }));
        assert_eq!(
            (status("authorization"), status("x-ibex-auth")),
            (authorization, own),
            "{form}"
        );
    }
}
