//! The whole of it, as a user lives it: a passkey, private data, a verified address, another day.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{get, js, keep, same, text};
use crate::{page, sandbox, wire};

#[wasm_bindgen_test]
async fn a_refresh_token_that_was_used_is_worth_nothing() {
    page::fresh().await;
    wire::tap();
    let ibex = Ibex::signed_up().await;
    ibex.now("signOut", "").unwrap();
    ibex.ok("signIn", "").await;
    ibex.ok("refresh", "").await;

    let traffic = wire::traffic().await;
    let answer_of = |path: &str| {
        let found = traffic
            .iter()
            .rfind(|one| text(one, "path") == path && text(one, "method") == "POST");
        js_sys::JSON::parse(&text(found.unwrap(), "answer")).unwrap()
    };
    keep(
        "old",
        get(&answer_of("/v1.2/auth/sign-in"), "refresh_token"),
    );
    keep(
        "fresh",
        get(&answer_of("/v1.2/auth/refresh"), "refresh_token"),
    );
    let replay = "(token) => fetch(test.base + '/v1.2/auth/refresh', {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ refresh_token: token }),
    }).then((answer) => { test.status = answer.status; })";
    keep("replay", js(replay));
    js("test.replay(test.old)");
    page::comes_true("test.status").await;
    same(&js("test.status"), "401");
    js("test.status = undefined, test.replay(test.fresh)");
    page::comes_true("test.status").await;
    same(&js("test.status"), "200");
}

#[wasm_bindgen_test]
async fn a_user_signs_up_keeps_private_data_verifies_an_address_and_comes_back() {
    page::fresh().await;
    let ibex = Ibex::new();
    same(&ibex.session(), "null");

    let session = ibex
        .ok(
            "signUp",
            "{ userName: 'jane.doe@foo.domain', userDisplayName: 'Jane Doe', keyName: 'jane' }",
        )
        .await;
    keep("session", &session);
    same(&ibex.session(), "test.session");
    same(&get(&session, "rpId"), "'localhost'");
    same(&get(&session, "roles"), "['USER']");
    same(&get(&session, "authMethod"), "'PASSKEY'");
    same(&get(&session, "keyName"), "'jane'");
    assert!(get(&session, "expiresAt").as_f64() > Some(js_sys::Date::now()));
    same(&ibex.ok("userData.get", "").await, "{}");

    let values = "{ firstName: 'Jane', shoeSize: 38.5, 'optin.newsletter': true, 'private.apiKey': 's3cret', phone: '+33 1' }";
    same(&ibex.ok("userData.set", values).await, "undefined");
    ibex.ok("userData.set", "{ phone: null }").await;
    let stored = "{ firstName: 'Jane', shoeSize: 38.5, 'optin.newsletter': true }";
    same(&ibex.ok("userData.get", "").await, stored);

    same(
        &ibex.ok("email.validate", "'jane.doe@foo.domain'").await,
        "undefined",
    );
    keep("code", sandbox::code("jane.doe@foo.domain").await);
    let confirmation = "{ email: 'jane.doe@foo.domain', code: test.code, userDataName: 'email', optinNews: false, optinNotifications: true }";
    same(&ibex.ok("email.confirm", confirmation).await, "undefined");
    let confirmed = "{ firstName: 'Jane', shoeSize: 38.5, 'optin.newsletter': false, 'optin.walletAlerts': true, email: 'jane.doe@foo.domain' }";
    same(&ibex.ok("userData.get", "").await, confirmed);

    same(&ibex.now("signOut", "").unwrap(), "undefined");
    same(&ibex.session(), "null");
    let back = ibex.ok("signIn", "{ includeUserdata: true }").await;
    same(&get(&back, "userdata"), confirmed);
    assert_eq!(
        text(&back, "externalUserId"),
        text(&session, "externalUserId")
    );
    same(&get(&back, "safeAddress"), "test.session.safeAddress");

    let before = ibex.session();
    let renewed = ibex.ok("refresh", "").await;
    assert!(get(&renewed, "expiresAt").as_f64() >= get(&before, "expiresAt").as_f64());
    same(&get(&renewed, "safeAddress"), "test.session.safeAddress");
    ibex.ok("userData.delete", "'firstName', 'shoeSize', 'never.there'")
        .await;
    let left =
        "{ 'optin.newsletter': false, 'optin.walletAlerts': true, email: 'jane.doe@foo.domain' }";
    same(&ibex.ok("userData.get", "").await, left);
}
