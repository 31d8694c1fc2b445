//! A passkey more for one account: which authenticators take it, and what the API says of how it is to be made.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{js, keep, same};
use crate::{authenticator, page, sandbox, wire};

const JANE: &str = "{ userName: 'jane' }";

/// Keeps what the browser is asked for.
fn record() {
    let keeping = "(options, real) => { test.asked = options.publicKey; return real(options); }";
    page::instead("navigator.credentials", "create", keeping);
    page::instead("navigator.credentials", "get", keeping);
}

/// What the virtual authenticator is. Firefox's (153) is a key, whatever transport it is given.
fn own_attachment() -> &'static str {
    if page::in_firefox() {
        "cross-platform"
    } else {
        "platform"
    }
}

#[wasm_bindgen_test]
async fn the_authenticator_that_has_one_refuses_and_another_does_not() {
    page::fresh().await;
    sandbox::vary("{ excludeCredentials: 'sameName' }").await;
    record();
    let ibex = Ibex::new();
    ibex.ok("signUp", JANE).await;
    authenticator::renew("{}").await;
    ibex.ok("signUp", JANE).await;
    same(&js("test.asked.excludeCredentials.length"), "1");
    // One of two is on this device.
    let refusal = ibex
        .refused("signUp", JANE, "passkey_already_registered")
        .await;
    assert!(!refusal.retryable());
    same(&js("test.asked.excludeCredentials.length"), "2");
    assert_eq!(authenticator::credentials().await.len(), 1);
    // Neither is on this one.
    authenticator::renew("{}").await;
    ibex.ok("signUp", JANE).await;
    same(&js("test.asked.excludeCredentials.length"), "2");
}

#[wasm_bindgen_test]
async fn what_the_api_says_of_the_authenticator_reaches_the_browser_untouched() {
    page::fresh().await;
    record();
    wire::tap();
    keep("attachment", own_attachment());
    js("test.more = {
        hints: ['client-device', 'from-the-future'],
        attestationFormats: ['none'],
        later: { id: 'AAAA', list: [1, null, { first: 'AAAA' }] },
    }");
    let more = "async (request, real) => {
        const answer = await (await real(request)).json();
        const options = answer.credentialRequestOptions;
        Object.assign(options, test.more);
        options.extensions.later = { eval: { first: 'AAAA' } };
        if (!options.rp) return Response.json(answer);
        options.extensions.credProps = true;
        Object.assign(options.authenticatorSelection, { authenticatorAttachment: test.attachment, later: [1] });
        return Response.json(answer);
    }";
    wire::answer("GET", "/auth/", more);
    let ibex = Ibex::new();
    for method in ["signUp", "signIn"] {
        ibex.ok(method, "").await;
        same(
            &js(
                "(({ hints, attestationFormats, later }) => ({ hints, attestationFormats, later }))(test.asked)",
            ),
            "test.more",
        );
        same(
            &js("test.asked.extensions.later"),
            "{ eval: { first: 'AAAA' } }",
        );
        if method == "signUp" {
            same(
                &js("test.asked.authenticatorSelection"),
                "{ residentKey: 'required', requireResidentKey: true, userVerification: 'required', \
                   authenticatorAttachment: test.attachment, later: [1] }",
            );
            same(&js("test.asked.extensions.credProps"), "true");
        }
    }
}

#[wasm_bindgen_test]
async fn an_attachment_that_this_authenticator_is_not_is_minded() {
    page::fresh().await;
    wire::tap();
    let other = match own_attachment() {
        "platform" => "cross-platform",
        _ => "platform",
    };
    keep("attachment", other);
    let elsewhere = "async (request, real) => {
        const answer = await (await real(request)).json();
        answer.credentialRequestOptions.authenticatorSelection.authenticatorAttachment = test.attachment;
        answer.credentialRequestOptions.timeout = 500;
        return Response.json(answer);
    }";
    wire::answer("GET", "/auth/sign-up", elsewhere);
    let ibex = Ibex::new();
    ibex.call("signUp", "").await.unwrap_err();
    assert_eq!(authenticator::credentials().await.len(), 0);
    if page::in_firefox() {
        keep("attachment", own_attachment());
    } else {
        authenticator::renew("{ transport: 'usb' }").await;
    }
    ibex.ok("signUp", "").await;
}
