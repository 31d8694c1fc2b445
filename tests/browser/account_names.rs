//! After a sign-in the passkey's entry in the user's choice has the names that the API has for it.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{js, same};
use crate::unknown_credential::ODD;
use crate::{authenticator, page, wire};

const NAMED: &str = "{ userName: 'jane', userDisplayName: 'Jane', keyName: 'my-passkey', keyDisplayName: 'My Passkey' }";

#[wasm_bindgen_test]
async fn a_sign_in_renames_the_passkey_in_the_authenticator() {
    page::fresh().await;
    let ibex = Ibex::new();
    ibex.ok("signUp", NAMED).await;
    page::settle().await;
    if !authenticator::is_told() {
        // A sign-in has nobody to tell.
        ibex.ok("signIn", "").await;
        ibex.ok("signIn", "").await;
        return;
    }
    authenticator::comes_to_hold(&[["jane", "Jane"]]).await;
    ibex.ok("signIn", "").await;
    authenticator::comes_to_hold(&[["my-passkey", "My Passkey"]]).await;
    ibex.ok("signIn", "").await;
}

#[wasm_bindgen_test]
async fn the_browser_is_told_once_a_sign_in_and_only_where_there_are_names() {
    page::fresh().await;
    js("test.told = []");
    let told = "async (details) => { test.told.push(details); }";
    page::with("PublicKeyCredential", "signalCurrentUserDetails", told);
    let act = "async (options, real) => { const got = await real(options); test.handle = got.toJSON().response.userHandle; return got; }";
    page::instead("navigator.credentials", "get", act);
    let ibex = Ibex::new();
    ibex.ok("signUp", NAMED).await;
    same(&js("test.told"), "[]");
    ibex.ok("signIn", "").await;
    same(
        &js("test.told"),
        "[{ rpId: 'localhost', userId: test.handle, name: 'my-passkey', displayName: 'My Passkey' }]",
    );

    authenticator::forget().await;
    ibex.ok("signUp", "{ userName: 'john', keyName: 'half' }")
        .await;
    ibex.ok("signIn", "").await;
    same(&js("test.told.length"), "1");
}

#[wasm_bindgen_test]
async fn without_an_rp_id_in_the_options_it_is_the_page_s_own() {
    page::fresh().await;
    let ibex = Ibex::new();
    ibex.ok("signUp", NAMED).await;
    wire::tap();
    let without = "async (request, real) => {
        const answer = await (await real(request)).json();
        delete answer.credentialRequestOptions.rpId;
        return Response.json(answer);
    }";
    wire::answer("GET", "/auth/sign-in", without);
    if authenticator::is_told() {
        ibex.ok("signIn", "").await;
        authenticator::comes_to_hold(&[["my-passkey", "My Passkey"]]).await;
    }
    let told = "async ({ rpId }) => { test.told = rpId; }";
    page::with("PublicKeyCredential", "signalCurrentUserDetails", told);
    ibex.ok("signIn", "").await;
    same(&js("test.told"), "'localhost'");
}

#[wasm_bindgen_test]
async fn a_browser_that_cannot_or_will_not_do_it_signs_in_all_the_same() {
    page::fresh().await;
    let ibex = Ibex::new();
    ibex.ok("signUp", NAMED).await;
    js("test.unhandled = []");
    page::hear(
        "unhandledrejection",
        "(event) => { test.unhandled.push(String(event.reason)); }",
    );
    for odd in ODD {
        page::with("PublicKeyCredential", "signalCurrentUserDetails", odd);
        ibex.ok("signIn", "").await;
    }
    page::settle().await;
    same(&js("test.unhandled"), "[]");
}
