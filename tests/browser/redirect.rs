//! A server that redirects is refused: the token does not go where it points.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{holds, js, same};
use crate::{page, wire};

/// A frame whose requests a service worker answers, as `test.frame`: the servers at hand redirect nothing.
async fn redirecting_server() {
    let start = "(async () => {
        const script = '/tests/browser/redirecting_worker.js';
        const registration = await navigator.serviceWorker.register(script);
        const worker = registration.active ?? registration.waiting ?? registration.installing;
        while (worker.state !== 'activated') await new Promise((changed) => worker.addEventListener('statechange', changed, { once: true }));
        const frame = document.createElement('iframe');
        frame.src = script;
        await new Promise((loaded) => { frame.onload = loaded; document.body.append(frame); });
        test.remove = () => { frame.remove(); return registration.unregister(); };
        if (!frame.contentWindow.navigator.serviceWorker.controller) throw new Error('the frame is not controlled');
        test.frame = frame.contentWindow;
    })().catch((thrown) => { test.frame = test.failed = thrown; })";
    js(start);
    page::comes_true("test.frame").await;
    assert!(holds("!test.failed"), "{:?}", js("test.failed"));
}

#[wasm_bindgen_test]
async fn a_redirect_is_refused_and_no_token_leaves() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    redirecting_server().await;
    wire::tap();
    let moved = "(request) => {
        const there = new URL('/tests/browser/api' + new URL(request.url).pathname, location.href);
        return test.frame.fetch(new test.frame.Request(there, request));
    }";
    wire::answer("GET", "/health", moved);
    wire::answer("GET", "/auth/sign-in", moved);
    let refusal = ibex.refused("request", "'GET', '/health'", "network").await;
    same(&refusal.member("cause.name"), "'TypeError'");
    ibex.refused("signIn", "", "network").await;
    js(
        "test.frame.fetch('/tests/browser/api/arrived').then((answer) => answer.json()).then((arrived) => { test.arrived = arrived; })",
    );
    page::comes_true("test.arrived").await;
    same(&js("test.arrived"), "[]");

    // The server is one that others would follow, with all that they send.
    js(
        "test.frame.fetch('/tests/browser/api/health', { headers: { authorization: 'Bearer x' } })
        .then((answer) => answer.json()).then((answer) => { test.followed = answer; })",
    );
    page::comes_true("test.followed").await;
    same(&js("test.followed"), "{ moved: true }");
    js("test.remove().then(() => { test.removed = true; })");
    page::comes_true("test.removed").await;
}
