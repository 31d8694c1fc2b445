//! Real ceremonies that end without a credential, and what is left as it was.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::{Ibex, Refusal};
use crate::js::{holds, keep, same};
use crate::{authenticator, page, sandbox, wire};

/// The browser's own exception goes with the error.
fn caused_by(refusal: &Refusal, name: &str) {
    refusal.keep();
    assert!(holds("test.error.cause instanceof DOMException"));
    same(&refusal.member("cause.name"), name);
}

#[wasm_bindgen_test]
async fn a_cancelled_sign_in_leaves_session_and_data_untouched() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    ibex.ok("userData.set", "{ firstName: 'Jane' }").await;
    keep("session", ibex.session());
    keep("heard", crate::js::js("[]"));
    ibex.now("on", "'session', (session) => test.heard.push(session)")
        .unwrap();

    authenticator::confirmed_by_user(false).await;
    let refusal = ibex.refused("signIn", "", "passkey_cancelled").await;
    assert!(!refusal.retryable());
    caused_by(&refusal, "'NotAllowedError'");
    same(&ibex.session(), "test.session");
    same(&ibex.ok("userData.get", "").await, "{ firstName: 'Jane' }");
    same(&crate::js::js("test.heard"), "[]");

    ibex.ok("refresh", "").await;
}

#[wasm_bindgen_test]
async fn a_cancelled_sign_up_makes_no_account() {
    page::fresh().await;
    let ibex = Ibex::new();
    authenticator::confirmed_by_user(false).await;
    sandbox::forget().await;
    let refusal = ibex
        .refused("signUp", "{ userName: 'jane' }", "passkey_cancelled")
        .await;
    caused_by(&refusal, "'NotAllowedError'");
    same(&ibex.session(), "null");
    assert_eq!(sandbox::journal().await, ["GET /v1.2/auth/sign-up 200"]);

    // Three failures lock the authenticator, so it takes another one to try again.
    authenticator::renew("{}").await;
    ibex.ok("signUp", "{ userName: 'jane' }").await;
}

#[wasm_bindgen_test]
async fn a_second_passkey_of_one_account_is_already_registered() {
    page::fresh().await;
    sandbox::vary("{ excludeCredentials: 'sameName' }").await;
    let ibex = Ibex::signed_up().await;
    keep("session", ibex.session());
    let jane = "{ userName: 'jane.doe@foo.domain' }";
    let refusal = ibex
        .refused("signUp", jane, "passkey_already_registered")
        .await;
    caused_by(&refusal, "'InvalidStateError'");
    same(&ibex.session(), "test.session");
    ibex.ok("signUp", "{ userName: 'john' }").await;
}

/// Changes the options of every challenge from now on; `change` is `(options) => …`.
fn options_are(change: &str) {
    wire::tap();
    let act = "async (request, real) => {
        const answer = await (await real(request)).json();
        (CHANGE)(answer.credentialRequestOptions);
        return Response.json(answer);
    }";
    wire::answer("GET", "/auth/sign-", &act.replace("CHANGE", change));
}

#[wasm_bindgen_test]
async fn an_rp_id_of_another_domain_is_a_mismatch() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    options_are("(options) => { (options.rp ??= {}).id = options.rpId = 'example.com'; }");
    for method in ["signUp", "signIn"] {
        let refusal = ibex.refused(method, "", "passkey_rp_mismatch").await;
        caused_by(&refusal, "'SecurityError'");
    }
}

#[wasm_bindgen_test]
async fn a_tenant_that_the_api_does_not_know_is_a_bad_request_in_its_own_words() {
    page::fresh().await;
    let ibex = Ibex::with("{ rpId: 'example.com' }");
    for method in ["signUp", "signIn"] {
        let refusal = ibex.refused(method, "", "bad_request").await;
        assert_eq!(refusal.message(), "Unknown domain/rpId");
    }
}

#[wasm_bindgen_test]
async fn an_authenticator_without_a_passkey_is_a_cancel() {
    page::fresh().await;
    let refusal = Ibex::new().refused("signIn", "", "passkey_cancelled").await;
    caused_by(&refusal, "'NotAllowedError'");
}

#[wasm_bindgen_test]
async fn a_prompt_that_nobody_answers_in_time_is_a_timeout() {
    page::fresh().await;
    authenticator::left_alone().await;
    options_are("(options) => { options.timeout = 300; }");
    for method in ["signUp", "signIn"] {
        let refusal = Ibex::new().refused(method, "", "passkey_timeout").await;
        caused_by(&refusal, "'NotAllowedError'");
    }
}

/// Chromium on a desktop does not say which: WebAuthn wants declined and impossible to look alike.
#[wasm_bindgen_test]
async fn an_authenticator_that_cannot_do_what_is_asked_is_a_cancel() {
    page::fresh().await;
    for lacking in [
        "{ hasUserVerification: false, isUserVerified: false }",
        "{ hasResidentKey: false }",
    ] {
        authenticator::renew(lacking).await;
        for method in ["signUp", "signIn"] {
            let refusal = Ibex::new().refused(method, "", "passkey_cancelled").await;
            caused_by(&refusal, "'NotAllowedError'");
        }
    }
}

#[wasm_bindgen_test]
async fn a_prompt_of_the_page_s_own_is_in_the_way() {
    page::fresh().await;
    authenticator::left_alone().await;
    crate::js::js("test.controller = new AbortController()");
    crate::js::js(
        "navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16) }, signal: test.controller.signal })
            .catch(() => { test.away = true; })",
    );
    for method in ["signUp", "signIn"] {
        let refusal = Ibex::new().refused(method, "", "passkey_failed").await;
        caused_by(&refusal, "'OperationError'");
        assert_eq!(
            refusal.message(),
            "this page has another passkey prompt open"
        );
    }
    crate::js::js("test.controller.abort()");
    page::comes_true("test.away").await;
}

#[wasm_bindgen_test]
async fn a_challenge_that_expired_under_the_prompt_is_refused_by_the_api() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    ibex.now("signOut", "").unwrap();
    page::instead(
        "navigator.credentials",
        "get",
        "async (options, real) => { test.prompt = true; await new Promise((go) => { test.go = go; }); return real(options); }",
    );
    let signing_in = ibex.call("signIn", "");
    page::comes_true("test.go").await;
    sandbox::advance(61).await;
    crate::js::js("test.go()");
    assert_eq!(signing_in.await.unwrap_err().code(), "unauthorized");
    same(&ibex.session(), "null");
}

#[wasm_bindgen_test]
async fn asks_the_browser_for_a_discoverable_passkey_with_its_bytes_decoded() {
    page::fresh().await;
    sandbox::vary("{ prf: true }").await;
    let keeping = "(options, real) => { test.asked = options.publicKey; return real(options); }";
    page::instead("navigator.credentials", "create", keeping);
    page::instead("navigator.credentials", "get", keeping);
    let ibex = Ibex::signed_up().await;
    same(
        &crate::js::js("test.asked.user.name"),
        "'jane.doe@foo.domain'",
    );
    same(
        &crate::js::js("test.asked.authenticatorSelection.residentKey"),
        "'required'",
    );
    let decoded = "[test.asked.challenge, test.asked.user.id, test.asked.extensions.prf.eval.first]
        .every((value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value))";
    assert!(holds(decoded));

    sandbox::vary("{ prf: false }").await;
    ibex.ok("signIn", "").await;
    assert!(
        holds("!('allowCredentials' in test.asked)"),
        "an empty list is left out"
    );
    assert!(holds("ArrayBuffer.isView(test.asked.challenge)"));
}
