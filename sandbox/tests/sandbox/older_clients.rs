//! Clients that nobody here wrote: `/v1` throughout, native JSON, `null` for what is absent.

use serde_json::json;

use super::authenticator::{Authenticator, as_base64};
use super::server::{PAGE, Server};
use super::user::{User, sign_in_options, sign_up_options};

#[test]
fn everything_works_under_every_version() {
    let server = Server::start();
    for version in ["v1", "v1.1", "v1.2"] {
        let path = |rest: &str| format!("/{version}/{rest}");
        let options = server.get(&path("auth/sign-up")).ok();
        let mut passkey = Authenticator::new(PAGE, "localhost");
        let credential = passkey.create(&options["credentialRequestOptions"]);
        let body = json!({ "credential": credential, "chainId": 421_614 });
        let session = server.post(&path("auth/sign-up"), &body).ok();
        let options = server.get(&path("auth/sign-in")).ok();
        let credential = passkey.get(&options["credentialRequestOptions"]);
        server
            .post(&path("auth/sign-in"), &json!({ "credential": credential }))
            .ok();
        let body = json!({ "refresh_token": session["refresh_token"] });
        server.post(&path("auth/refresh"), &body).ok();

        let user = User::new(&server);
        let body = json!({ "externalUserId": user.id(), "data": { "a": 1 } });
        user.post(&path("ibexsafe/userdata"), &body).ok();
        let external = path(&format!("ibexsafe/userdata/external/{}", user.id()));
        assert_eq!(user.get(&external).ok(), json!({ "a": 1 }));
        let mut body = json!({ "externalUserId": user.id(), "email": "jane@foo.domain" });
        user.post(&path("ibexsafe/validateEmail"), &body).ok();
        body["code"] = json!(server.newest_code());
        user.post(&path("ibexsafe/confirmEmail"), &body).ok();
    }
}

#[test]
fn null_stands_for_absent_in_every_optional() {
    let server = Server::start();
    let mut passkey = Authenticator::new(PAGE, "localhost");
    let mut credential = passkey.create(&sign_up_options(&server, PAGE));
    credential["clientExtensionResults"] = json!(null);
    credential["authenticatorAttachment"] = json!(null);
    let body = json!({
        "credential": credential, "chainId": null, "chainIds": null, "keyName": null,
        "keyDisplayName": null, "externalUserId": null, "provisioning": null, "wallet": null,
    });
    server.post("/v1/auth/sign-up", &body).ok();
    let mut credential = passkey.get(&sign_in_options(&server));
    credential["response"]["userHandle"] = json!(null);
    let body = json!({
        "credential": credential, "chainId": null, "safeAddress": null, "deploySaltNonce": null,
        "includeBalance": null, "includeTransactions": null, "includeUserdata": null,
        "asyncData": null, "intent": null, "wallet": null, "externalUserId": null,
    });
    server.post("/v1/auth/sign-in", &body).ok();
    let user = User::new(&server);
    let mut body = json!({ "externalUserId": user.id(), "email": "jane@foo.domain" });
    user.post("/v1/ibexsafe/validateEmail", &body).ok();
    body["code"] = json!(server.newest_code());
    for optional in ["userDataName", "optinNews", "optinNotifications"] {
        body[optional] = json!(null);
    }
    user.post("/v1/ibexsafe/confirmEmail", &body).ok();
    assert_eq!(
        user.read().ok(),
        json!({ "marketing.email": "jane@foo.domain" })
    );
}

#[test]
fn takes_the_browsers_own_json_with_all_its_members() {
    let server = Server::start();
    let mut passkey = Authenticator::new(PAGE, "localhost");
    let mut credential = passkey.create(&sign_up_options(&server, PAGE));
    credential["authenticatorAttachment"] = json!("platform");
    credential["clientExtensionResults"] = json!({
        "credProps": { "rk": true }, "largeBlob": { "supported": false }, "appid": 7,
        "prf": { "enabled": true, "results": { "first": null } }, "unheardOf": [1, { "a": null }],
    });
    let members = [
        ("transports", json!(["internal", "hybrid", "unheard-of"])),
        ("publicKeyAlgorithm", json!(-7)),
        ("publicKey", json!("AAAA")),
        ("authenticatorData", json!("AAAA")),
    ];
    for (name, value) in members {
        credential["response"][name] = value;
    }
    let session = server
        .post("/v1/auth/sign-up", &json!({ "credential": credential }))
        .ok();
    assert_eq!(session["prfCapable"], false);
}

#[test]
fn takes_base64_and_padding_where_base64url_is_meant() {
    let server = Server::start();
    let mut passkey = Authenticator::new(PAGE, "localhost");
    let mut credential = passkey.create(&sign_up_options(&server, PAGE));
    for name in ["attestationObject", "clientDataJSON"] {
        credential["response"][name] = json!(as_base64(&credential["response"][name]));
    }
    credential["rawId"] = json!(as_base64(&credential["rawId"]));
    server
        .post("/v1/auth/sign-up", &json!({ "credential": credential }))
        .ok();
    let mut credential = passkey.get(&sign_in_options(&server));
    for name in [
        "authenticatorData",
        "clientDataJSON",
        "signature",
        "userHandle",
    ] {
        credential["response"][name] = json!(as_base64(&credential["response"][name]));
    }
    server
        .post("/v1/auth/sign-in", &json!({ "credential": credential }))
        .ok();
}

#[test]
fn takes_signed_extension_outputs_that_nobody_knows() {
    let server = Server::start();
    // {"hmac-secret": true}, and then {"hmac-secret": bytes}, as security keys sign them.
    let extensions = Some(b"\xa1\x6bhmac-secret\xf5".to_vec());
    let mut passkey = Authenticator {
        extensions,
        ..Authenticator::new(PAGE, "localhost")
    };
    let credential = passkey.create(&sign_up_options(&server, PAGE));
    server
        .post("/v1/auth/sign-up", &json!({ "credential": credential }))
        .ok();
    passkey.extensions = Some(b"\xa1\x6bhmac-secret\x44\x01\x02\x03\x04".to_vec());
    let credential = passkey.get(&sign_in_options(&server));
    server
        .post("/v1/auth/sign-in", &json!({ "credential": credential }))
        .ok();
}

#[test]
fn does_without_raw_id_and_extension_results() {
    let server = Server::start();
    let user = User::new(&server);
    let mut credential = user.passkey.get(&sign_in_options(&server));
    let members = credential.as_object_mut().unwrap();
    members.remove("rawId");
    members.remove("clientExtensionResults");
    members.remove("type");
    server
        .post("/v1/auth/sign-in", &json!({ "credential": credential }))
        .ok();
}
