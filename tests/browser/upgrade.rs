//! `signUp({ mediation: "conditional" })`: a passkey without a prompt.
//!
//! NOTE: Chromium makes such a passkey in Google's password manager only, which it leaves out where there is a virtual
//! authenticator. So a success is emulated: by a real passkey whose flags say that its user was not there.
//! Firefox (153) makes none at all; where a test is of what happens next, it says that it does.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{get, js, same};
use crate::{authenticator, page, sandbox, wire};

const UPGRADE: &str = "{ userName: 'jane', mediation: 'conditional' }";

/// The browser says that it makes passkeys without a prompt; Chromium says so itself.
fn can() {
    if page::in_firefox() {
        let told = "async () => ({ conditionalCreate: true })";
        page::with("PublicKeyCredential", "getClientCapabilities", told);
    }
}

/// The browser makes a passkey without its user.
fn makes_one() {
    can();
    let act = "async (options, real) => {
        test.mediation = options.mediation;
        const made = await real({ publicKey: options.publicKey, signal: options.signal });
        const bytes = new Uint8Array(made.response.attestationObject);
        const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode('localhost')));
        const start = bytes.findIndex((_, at) => hash.every((byte, index) => bytes[at + index] === byte));
        // Neither UP nor UV.
        bytes[start + 32] &= ~5;
        return { rawId: made.rawId, response: { clientDataJSON: made.response.clientDataJSON, attestationObject: bytes } };
    }";
    page::instead("navigator.credentials", "create", act);
}

#[wasm_bindgen_test]
async fn signs_up_with_a_passkey_that_was_made_without_its_user_and_in_with_both() {
    page::fresh().await;
    sandbox::vary("{ userVerification: 'preferred' }").await;
    makes_one();
    let ibex = Ibex::new();
    let session = ibex.ok("signUp", UPGRADE).await;
    same(&js("test.mediation"), "'conditional'");
    let id = get(&session, "externalUserId");
    ibex.now("signOut", "").unwrap();
    let session = ibex.ok("signIn", "").await;
    assert_eq!(get(&session, "externalUserId"), id);
}

#[wasm_bindgen_test]
async fn an_api_that_wants_the_user_there_refuses_it_and_the_passkey_disappears() {
    page::fresh().await;
    makes_one();
    let ibex = Ibex::new();
    let refusal = ibex.refused("signUp", UPGRADE, "bad_request").await;
    assert_eq!(refusal.message(), "User presence is missing");
    same(&ibex.session(), "null");
    if authenticator::is_told() {
        authenticator::comes_to_hold(&[]).await;
    }
}

#[wasm_bindgen_test]
async fn what_the_browser_declines_leaves_everything_as_it_was() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    crate::js::keep("session", ibex.session());
    wire::tap();
    if page::in_firefox() {
        ibex.refused("signUp", UPGRADE, "passkey_not_supported")
            .await;
        assert_eq!(wire::sent(), Vec::<String>::new());
        can();
    }
    // Chromium has nowhere to make a passkey: it says so when the time is over, and shows nothing before.
    let short = "async (request, real) => {
        const answer = await (await real(request)).json();
        answer.credentialRequestOptions.timeout = 200;
        return Response.json(answer);
    }";
    wire::answer_once("GET", "/auth/sign-up", short);
    let (code, name) = if page::in_firefox() {
        ("passkey_not_supported", "'NotSupportedError'")
    } else {
        ("passkey_timeout", "'NotAllowedError'")
    };
    let refusal = ibex.refused("signUp", UPGRADE, code).await;
    same(&refusal.member("cause.name"), name);

    let declines = "async () => { throw new DOMException('', 'NotAllowedError'); }";
    page::instead("navigator.credentials", "create", declines);
    ibex.refused("signUp", UPGRADE, "passkey_cancelled").await;
    let get = "GET /v1.2/auth/sign-up";
    assert_eq!(wire::sent(), [get, get]);
    same(&ibex.session(), "test.session");
    assert_eq!(authenticator::credentials().await.len(), 1);
}

#[wasm_bindgen_test]
async fn a_signal_takes_it_away() {
    page::fresh().await;
    can();
    let mut asking = "(options, real) => { test.asked = true; return real(options); }";
    if page::in_firefox() {
        // As pending as a prompt that nobody answers.
        authenticator::left_alone().await;
        asking = "({ publicKey, signal }, real) => { test.asked = true; return real({ publicKey, signal }); }";
    }
    page::instead("navigator.credentials", "create", asking);
    let ibex = Ibex::new();
    js("test.controller = new AbortController()");
    let options = "{ mediation: 'conditional', signal: test.controller.signal }";
    let signing_up = ibex.call("signUp", options);
    page::comes_true("test.asked").await;
    js("test.controller.abort()");
    assert_eq!(signing_up.await.unwrap_err().code(), "aborted");
    if page::in_firefox() {
        authenticator::renew("{}").await;
    }
    ibex.ok("signUp", "").await;
}

#[wasm_bindgen_test]
async fn a_browser_that_cannot_is_not_supported_and_nothing_is_sent() {
    page::fresh().await;
    wire::tap();
    let ibex = Ibex::new();
    for odd in [
        "undefined",
        "'no function'",
        "() => { throw new Error('no'); }",
        "() => Promise.reject(new Error('no'))",
        "() => undefined",
        "async () => null",
        "async () => ({})",
        "async () => ({ conditionalGet: true, conditionalCreate: false })",
        "async () => ({ conditionalCreate: 'true' })",
        "async () => ({ get conditionalCreate() { throw new Error('no'); } })",
    ] {
        page::with("PublicKeyCredential", "getClientCapabilities", odd);
        ibex.refused("signUp", UPGRADE, "passkey_not_supported")
            .await;
    }
    for (target, name) in [
        ("globalThis", "PublicKeyCredential"),
        ("navigator", "credentials"),
    ] {
        page::fresh().await;
        wire::tap();
        page::with(target, name, "undefined");
        let ibex = Ibex::new();
        ibex.refused("signUp", UPGRADE, "passkey_not_supported")
            .await;
        assert_eq!(wire::sent(), Vec::<String>::new());
    }
}

#[wasm_bindgen_test]
async fn a_browser_that_cannot_leaves_an_open_prompt_alone() {
    page::fresh().await;
    authenticator::left_alone().await;
    let asking = "(options, real) => { test.asked = true; return real(options); }";
    page::instead("navigator.credentials", "create", asking);
    let ibex = Ibex::new();
    js("test.controller = new AbortController()");
    let signing_up = ibex.call("signUp", "{ signal: test.controller.signal }");
    page::comes_true("test.asked").await;
    page::with(
        "PublicKeyCredential",
        "getClientCapabilities",
        "async () => ({})",
    );
    ibex.refused("signUp", UPGRADE, "passkey_not_supported")
        .await;
    js("test.controller.abort()");
    let refusal = signing_up.await.unwrap_err();
    assert_eq!(refusal.message(), "the caller's signal fired");
}
