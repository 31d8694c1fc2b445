//! Where sources disagree about the API, the client takes every form: each one is spoken by the sandbox, with real ceremonies.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{get, holds, js, keep, same, text};
use crate::{page, sandbox, wire};

const JANE: &str = "'jane.doe@foo.domain'";

/// A user of a sandbox that speaks these forms, with data, signed out and in again.
async fn back_with(changes: &str) -> (Ibex, wasm_bindgen::JsValue) {
    page::fresh().await;
    sandbox::vary(changes).await;
    let ibex = Ibex::signed_up().await;
    let id = get(&ibex.session(), "externalUserId");
    ibex.ok("userData.set", "{ firstName: 'Jane', 'private.key': 's' }")
        .await;
    ibex.now("signOut", "").unwrap();
    let signed_in = ibex.ok("signIn", "{ includeUserdata: true }").await;
    assert_eq!(get(&signed_in, "externalUserId"), id, "{changes}");
    (ibex, signed_in)
}

async fn verify_address(ibex: &Ibex) {
    ibex.ok("email.validate", JANE).await;
    keep("code", sandbox::code("jane.doe@foo.domain").await);
    let confirmation = "{ email: 'jane.doe@foo.domain', code: test.code, userDataName: 'email' }";
    same(&ibex.ok("email.confirm", confirmation).await, "undefined");
}

#[wasm_bindgen_test]
async fn finds_the_options_of_a_ceremony_under_every_name_and_decodes_every_alphabet() {
    for key in [
        "credentialRequestOptions",
        "credentialCreationOptions",
        "publicKey",
        "flat",
    ] {
        let (ibex, _) = back_with(&format!(
            "{{ optionsKey: '{key}', excludeCredentials: 'sameName' }}"
        ))
        .await;
        same(&ibex.ok("userData.get", "").await, "{ firstName: 'Jane' }");
    }
    for encoding in ["base64url", "base64url-padded", "base64"] {
        let (ibex, _) = back_with(&format!(
            "{{ binaryEncoding: '{encoding}', excludeCredentials: 'sameName' }}"
        ))
        .await;
        // The excluded credential's id has been decoded right where the authenticator knows it.
        ibex.refused(
            "signUp",
            "{ userName: 'jane.doe@foo.domain' }",
            "passkey_already_registered",
        )
        .await;
        same(&ibex.ok("userData.get", "").await, "{ firstName: 'Jane' }");
    }
}

#[wasm_bindgen_test]
async fn signs_in_without_the_prf_extension() {
    let (ibex, signed_in) = back_with("{ prf: false }").await;
    same(&get(&signed_in, "prfCapable"), "false");
    same(&ibex.ok("userData.get", "").await, "{ firstName: 'Jane' }");
}

#[wasm_bindgen_test]
async fn takes_the_access_token_under_its_other_name() {
    let (ibex, _) = back_with("{ accessTokenKey: 'token' }").await;
    ibex.ok("refresh", "").await;
    same(&ibex.ok("userData.get", "").await, "{ firstName: 'Jane' }");
}

#[wasm_bindgen_test]
async fn learns_who_it_is_from_the_token_where_the_answer_does_not_say() {
    let (ibex, signed_in) = back_with("{ authAnswer: 'minimal' }").await;
    same(&get(&signed_in, "roles"), "[]");
    same(&get(&signed_in, "safeAddress"), "{}");
    same(&get(&signed_in, "rpId"), "'localhost'");
    ibex.ok("refresh", "").await;
    same(&ibex.ok("userData.get", "").await, "{ firstName: 'Jane' }");
}

#[wasm_bindgen_test]
async fn a_sign_in_brings_the_user_data_flat_or_wrapped() {
    for form in ["flat", "data"] {
        let (_, signed_in) = back_with(&format!("{{ signInUserdata: '{form}' }}")).await;
        same(&get(&signed_in, "userdata"), "{ firstName: 'Jane' }");
        assert!(get(&signed_in, "me").is_undefined());
    }
}

#[wasm_bindgen_test]
async fn a_sign_in_that_brings_the_aggregate_hands_it_on_as_me() {
    for (form, section) in [
        ("aggregate", "me.signers.count"),
        ("envelopes", "me.signers.data.count"),
    ] {
        let (ibex, signed_in) = back_with(&format!("{{ signInUserdata: '{form}' }}")).await;
        assert!(get(&signed_in, "userdata").is_undefined());
        same(&get(&signed_in, section), "1");

        wire::tap();
        keep(
            "me",
            get(&ibex.ok("signIn", "{ includeUserdata: true }").await, "me"),
        );
        let traffic = wire::traffic().await;
        keep(
            "answer",
            js_sys::JSON::parse(&text(&traffic[1], "answer")).unwrap(),
        );
        same(
            &js("{ ...test.me, balances: 0, transactions: 0 }"),
            "{ ...test.answer.userdata, balances: 0, transactions: 0 }",
        );
    }
}

#[wasm_bindgen_test]
async fn reads_user_data_flat_or_wrapped() {
    for form in ["flat", "data"] {
        let (ibex, _) = back_with(&format!("{{ userdataGet: '{form}' }}")).await;
        same(&ibex.ok("userData.get", "").await, "{ firstName: 'Jane' }");
        ibex.ok("userData.delete", "'firstName'").await;
        same(&ibex.ok("userData.get", "").await, "{}");
    }
}

#[wasm_bindgen_test]
async fn reads_by_post_where_the_get_is_refused_and_remembers_it() {
    let (ibex, _) = back_with("{ userdataGet: 'unauthorized' }").await;
    sandbox::forget().await;
    same(&ibex.ok("userData.get", "").await, "{ firstName: 'Jane' }");
    assert!(
        sandbox::journal()
            .await
            .iter()
            .any(|line| line.starts_with("GET /v1.2/ibexsafe/userdata/"))
    );

    sandbox::forget().await;
    same(&ibex.ok("userData.get", "").await, "{ firstName: 'Jane' }");
    assert_eq!(
        sandbox::journal().await,
        ["POST /v1.2/ibexsafe/userdata 200"]
    );
}

#[wasm_bindgen_test]
async fn takes_every_form_of_acknowledgement() {
    for ack in ["stored", "confirmed"] {
        for userdata in ["message", "bare"] {
            let (ibex, _) = back_with(&format!(
                "{{ confirmAck: '{ack}', userdataAck: '{userdata}' }}"
            ))
            .await;
            verify_address(&ibex).await;
            let stored = "{ firstName: 'Jane', email: 'jane.doe@foo.domain' }";
            same(&ibex.ok("userData.get", "").await, stored);
        }
    }
}

#[wasm_bindgen_test]
async fn falls_back_to_the_older_paths_and_remembers_them() {
    let (ibex, _) = back_with("{ ibexsafe: 'v1.1' }").await;
    verify_address(&ibex).await;
    ibex.ok("userData.get", "").await;
    sandbox::forget().await;
    same(
        &ibex.ok("userData.get", "").await,
        "{ firstName: 'Jane', email: 'jane.doe@foo.domain' }",
    );
    ibex.ok("userData.set", "{ a: 1 }").await;
    ibex.ok("email.validate", JANE).await;
    assert_eq!(
        sandbox::journal().await,
        [
            "GET /v1.1/ibexsafe/userdata/external/:id 200",
            "POST /v1.1/ibexsafe/userdata 200",
            "POST /v1.1/ibexsafe/validateEmail 200",
        ]
    );
}

#[wasm_bindgen_test]
async fn writes_to_users_me_where_the_proxy_is_gone_and_cannot_read() {
    for ack in ["success", "empty"] {
        let (ibex, signed_in) =
            back_with(&format!("{{ ibexsafe: 'none', usersMeAck: '{ack}' }}")).await;
        same(&get(&signed_in, "userdata"), "{ firstName: 'Jane' }");
        ibex.refused("userData.get", "", "not_found").await;
        verify_address(&ibex).await;
        sandbox::forget().await;
        ibex.ok("userData.set", "{ a: 1 }").await;
        ibex.ok("email.validate", JANE).await;
        let expected = [
            "POST /v1.2/users/me 200",
            "POST /v1.2/users/me/validate-email 200",
        ];
        assert_eq!(sandbox::journal().await, expected);
        let again = ibex.ok("signIn", "{ includeUserdata: true }").await;
        same(
            &get(&again, "userdata"),
            "{ firstName: 'Jane', email: 'jane.doe@foo.domain', a: 1 }",
        );
    }
}

#[wasm_bindgen_test]
async fn carries_the_token_in_the_header_that_was_chosen() {
    for (variant, option, carried) in [
        ("either", "authorization", "[true, false]"),
        ("authorization", "authorization", "[true, false]"),
        ("x-ibex-auth", "x-ibex-auth", "[false, true]"),
        ("x-ibex-auth", "both", "[true, true]"),
        ("authorization", "both", "[true, true]"),
    ] {
        page::fresh().await;
        sandbox::vary(&format!("{{ authHeader: '{variant}' }}")).await;
        wire::tap();
        let ibex = Ibex::with(&format!("{{ authHeader: '{option}' }}"));
        ibex.ok("signUp", "").await;
        same(&ibex.ok("userData.get", "").await, "{}");
        keep(
            "headers",
            get(wire::traffic().await.last().unwrap(), "headers"),
        );
        same(
            &js("['authorization', 'x-ibex-auth'].map((name) => name in test.headers)"),
            carried,
        );
    }
}

#[wasm_bindgen_test]
async fn the_wrong_header_is_refused() {
    page::fresh().await;
    sandbox::vary("{ authHeader: 'x-ibex-auth' }").await;
    let ibex = Ibex::signed_up().await;
    ibex.refused("userData.set", "{ a: 1 }", "unauthorized")
        .await;
    assert!(holds("test.ibex.session !== null"));
}

#[wasm_bindgen_test]
async fn a_browser_of_a_strict_deployment_needs_the_other_header() {
    page::fresh().await;
    sandbox::vary("{ cors: 'strict' }").await;
    let ibex = Ibex::signed_up().await;
    let refusal = ibex.refused("userData.get", "", "network").await;
    assert!(refusal.retryable());
    let ibex = Ibex::with("{ authHeader: 'x-ibex-auth' }");
    ibex.ok("signUp", "").await;
    same(&ibex.ok("userData.get", "").await, "{}");
}
