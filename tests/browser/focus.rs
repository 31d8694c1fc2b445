//! A document without the focus, as Firefox and Safari refuse it: one wait, one more try, and nothing left behind.
//! Chromium's own refusal: `tests/e2e/focus.test.mjs`.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{js, keep, same};
use crate::{page, wire};

const FIREFOX: &str = "CredentialsContainer request is not allowed.";
const SAFARI: &str = "The document is not focused.";

/// A page without the focus, in a browser that refuses with this message until it comes. `test.prompts` counts what the
/// browser was asked, `test.listeners` who waits for the focus.
async fn unfocused(message: &str) {
    page::fresh().await;
    keep("message", message);
    blur();
    js("test.prompts = test.listeners = 0");
    page::with("document", "hasFocus", "() => test.focused");
    let act = "async (options, real) => {
        test.prompts += 1;
        if (test.focused) return real(options);
        throw new DOMException(test.message, 'NotAllowedError');
    }";
    page::instead("navigator.credentials", "create", act);
    page::instead("navigator.credentials", "get", act);
    js("test.listen = addEventListener, test.unlisten = removeEventListener");
    for (method, real, change) in [
        ("addEventListener", "listen", "+ 1"),
        ("removeEventListener", "unlisten", "- 1"),
    ] {
        let counting = format!(
            "(type, heard) => {{
                if (type === 'focus') test.listeners = test.listeners {change};
                test.{real}.call(window, type, heard);
            }}"
        );
        page::with("globalThis", method, &counting);
    }
}

fn blur() {
    js("test.focused = false");
}

fn focus() {
    js("test.focused = true, window.dispatchEvent(new Event('focus'))");
}

#[wasm_bindgen_test]
async fn the_prompt_comes_with_the_focus() {
    for message in [FIREFOX, SAFARI] {
        unfocused(message).await;
        for method in ["signUp", "signIn"] {
            blur();
            js("test.prompts = 0");
            let pending = Ibex::new().call(method, "");
            page::comes_true("test.listeners === 1").await;
            page::settle().await;
            same(&js("test.prompts"), "1");
            focus();
            pending.await.unwrap();
            same(&js("[test.prompts, test.listeners]"), "[2, 0]");
        }
    }
}

#[wasm_bindgen_test]
async fn a_focus_that_came_meanwhile_is_not_waited_for() {
    unfocused(SAFARI).await;
    let act =
        "(options, real) => { const shown = real(options); test.focused = true; return shown; }";
    page::instead("navigator.credentials", "create", act);
    let pending = Ibex::new().call("signUp", "");
    page::comes_true("test.prompts === 2").await;
    pending.await.unwrap();
    same(&js("test.listeners"), "0");
}

#[wasm_bindgen_test]
async fn a_second_refusal_is_a_cancel() {
    unfocused(SAFARI).await;
    let pending = Ibex::new().call("signIn", "");
    page::comes_true("test.listeners === 1").await;
    js("window.dispatchEvent(new Event('focus'))");
    assert_eq!(pending.await.unwrap_err().code(), "passkey_cancelled");
    same(&js("[test.prompts, test.listeners]"), "[2, 0]");
}

#[wasm_bindgen_test]
async fn a_prompt_that_the_user_closed_is_not_shown_again() {
    unfocused(SAFARI).await;
    js("test.passed = 0");
    page::instead("performance", "now", "(_, real) => real() + test.passed");
    let act = "async () => { test.prompts += 1; test.passed += 400; throw new DOMException('', 'NotAllowedError'); }";
    page::instead("navigator.credentials", "get", act);
    Ibex::new().refused("signIn", "", "passkey_cancelled").await;
    focus();
    page::settle().await;
    same(&js("[test.prompts, test.listeners]"), "[1, 0]");
}

#[wasm_bindgen_test]
async fn the_wait_ends_when_the_time_of_the_challenge_is_over() {
    unfocused(FIREFOX).await;
    wire::tap();
    let short = "async (request, real) => {
        const answer = await (await real(request)).json();
        answer.credentialRequestOptions.timeout = 1000;
        return Response.json(answer);
    }";
    wire::answer("GET", "/auth/sign-in", short);
    let refusal = Ibex::new().refused("signIn", "", "passkey_timeout").await;
    same(&refusal.member("cause.name"), "'NotAllowedError'");
    same(&js("[test.prompts, test.listeners]"), "[1, 0]");
}

#[wasm_bindgen_test]
async fn whatever_ends_a_ceremony_ends_the_wait() {
    unfocused(SAFARI).await;
    for (end, code) in [
        ("test.controller.abort()", "aborted"),
        ("test.ibex.signOut()", "aborted"),
        (
            "test.newer = test.ibex.signIn(), test.newer.catch(() => {})",
            "aborted",
        ),
        ("test.ibex.close()", "client_closed"),
    ] {
        blur();
        js("test.prompts = 0, test.controller = new AbortController()");
        let pending = Ibex::new().call("signIn", "{ signal: test.controller.signal }");
        page::comes_true("test.listeners === 1").await;
        js(end);
        assert_eq!(pending.await.unwrap_err().code(), code, "{end}");
        js("test.ibex.close()");
        same(&js("test.listeners"), "0");
        focus();
        page::settle().await;
        same(&js("test.prompts"), "1");
    }
}
