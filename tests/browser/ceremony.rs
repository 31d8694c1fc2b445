//! Real ceremonies that end without a credential, and what is left as it was.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::{Ibex, Refusal};
use crate::js::{holds, js, keep, same};
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
    keep("heard", js("[]"));
    ibex.now("on", "'session', (session) => test.heard.push(session)")
        .unwrap();

    authenticator::confirmed_by_user(false).await;
    let refusal = ibex.refused("signIn", "", "passkey_cancelled").await;
    assert!(!refusal.retryable());
    caused_by(&refusal, "'NotAllowedError'");
    same(&ibex.session(), "test.session");
    same(&ibex.ok("userData.get", "").await, "{ firstName: 'Jane' }");
    same(&js("test.heard"), "[]");

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
    let methods: &[_] = if page::in_firefox() {
        // No time is shorter than 15 s there; one of the two has to do.
        &["signIn"]
    } else {
        &["signUp", "signIn"]
    };
    for method in methods {
        let refusal = Ibex::new().refused(method, "", "passkey_timeout").await;
        caused_by(&refusal, "'NotAllowedError'");
    }
}

/// Browsers on a desktop do not say which: WebAuthn wants declined and impossible to look alike.
#[wasm_bindgen_test]
async fn an_authenticator_that_cannot_do_what_is_asked_is_a_cancel() {
    page::fresh().await;
    let unverified = "{ hasUserVerification: false, isUserVerified: false }";
    let mut all = vec!["{ hasResidentKey: false }", unverified];
    if page::in_firefox() {
        // Its virtual authenticator makes the passkey nevertheless, and the API minds.
        authenticator::renew(unverified).await;
        let refusal = Ibex::new().refused("signUp", "", "bad_request").await;
        assert_eq!(refusal.message(), "User verification is missing");
        all.pop();
    }
    for lacking in all {
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
    if page::in_firefox() {
        return the_newer_prompt_takes_the_older_away().await;
    }
    open_one_of_the_page_s_own();
    for method in ["signUp", "signIn"] {
        let refusal = Ibex::new().refused(method, "", "passkey_failed").await;
        caused_by(&refusal, "'OperationError'");
        assert_eq!(
            refusal.message(),
            "this page has another passkey prompt open"
        );
    }
    js("test.controller.abort()");
    page::comes_true("test.away").await;
}

/// Opens a prompt without a client, and notes when the browser has taken it away as `test.away`.
fn open_one_of_the_page_s_own() {
    js("test.controller = new AbortController(), test.away = undefined");
    js(
        "navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16) }, signal: test.controller.signal })
            .catch(({ name }) => { test.away = name; })",
    );
}

/// What Firefox does: whose the prompts are is all the same to it.
async fn the_newer_prompt_takes_the_older_away() {
    let asking =
        "(options, real) => { const asked = real(options); test.asked = true; return asked; }";
    page::instead("navigator.credentials", "create", asking);
    page::instead("navigator.credentials", "get", asking);
    for method in ["signUp", "signIn"] {
        open_one_of_the_page_s_own();
        js("test.asked = false");
        let pending = Ibex::new().call(method, "");
        page::comes_true("test.asked").await;
        page::comes_true("test.away === 'AbortError'").await;
        open_one_of_the_page_s_own();
        let refusal = pending.await.unwrap_err();
        assert_eq!(refusal.code(), "passkey_cancelled");
        caused_by(&refusal, "'AbortError'");
        js("test.controller.abort()");
        page::comes_true("test.away").await;
    }
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
    js("test.go()");
    assert_eq!(signing_in.await.unwrap_err().code(), "unauthorized");
    same(&ibex.session(), "null");
}

#[wasm_bindgen_test]
async fn asks_the_browser_for_a_discoverable_passkey_with_its_bytes_decoded() {
    page::fresh().await;
    let keeping = "(options, real) => { test.asked = options.publicKey; return real(options); }";
    page::instead("navigator.credentials", "create", keeping);
    page::instead("navigator.credentials", "get", keeping);
    let ibex = Ibex::signed_up().await;
    same(&js("test.asked.user.name"), "'jane.doe@foo.domain'");
    same(
        &js("test.asked.authenticatorSelection.residentKey"),
        "'required'",
    );
    let decoded = "[test.asked.challenge, test.asked.user.id, test.asked.extensions.prf.eval.first]
        .every((value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value))";
    assert!(holds(decoded));

    ibex.ok("signIn", "").await;
    assert!(
        holds("!('allowCredentials' in test.asked)"),
        "an empty list is left out"
    );
    assert!(holds("ArrayBuffer.isView(test.asked.challenge)"));
}
