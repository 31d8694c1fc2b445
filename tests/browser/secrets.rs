//! No token, code or private value is to be found where a page can look. Not here: the wasm memory (`memory`).
//!
//! Secrets are kept on JavaScript's side: a test that took them into Rust would leave them in the memory that it searches.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{holds, js, keep, same};
use crate::{page, sandbox, wire};

#[wasm_bindgen(module = "/tests/browser/page.js")]
extern "C" {
    pub(crate) fn reachable(root: &JsValue) -> Array;
    fn kept() -> Array;
    pub(crate) fn found(secrets: &JsValue, texts: &Array) -> Array;
}

/// Keeps what is written to the console, from where it goes on to the runner.
fn hear_console() {
    js("test.written = [], test.console = { ...console }");
    for method in ["log", "info", "warn", "error", "debug", "trace"] {
        let write = "(...all) => {
            test.written.push(...all.map((one) => one?.stack ?? String(one)));
            test.console.METHOD(...all);
        }";
        page::with("console", method, &write.replace("METHOD", method));
    }
    page::hear(
        "unhandledrejection",
        "(event) => { test.written.push(String(event.reason)); }",
    );
    page::hear(
        "error",
        "(event) => { test.written.push(String(event.message)); }",
    );
}

/// Takes the tokens of all answers so far as `test.secrets`, with these values beside.
pub(crate) async fn collect(values: &str) {
    keep(
        "traffic",
        wire::traffic().await.into_iter().collect::<Array>(),
    );
    let tokens = "test.traffic
        .filter(({ path, method }) => method === 'POST' && path.includes('/auth/'))
        .flatMap(({ answer }, index) => {
            const { access_token, refresh_token } = answer.startsWith('{\"access') ? JSON.parse(answer) : {};
            return [[`access ${index}`, access_token], [`refresh ${index}`, refresh_token]];
        })
        .filter(([, token]) => token)";
    js(&[
        "test.secrets = { ...Object.fromEntries(",
        tokens,
        "), ...",
        values,
        " }",
    ]
    .concat());
}

/// A story with failures in it: every error that a caller sees is in `test.errors`.
pub(crate) async fn story() -> Ibex {
    let ibex = Ibex::new();
    js("test.errors = [], test.events = []");
    ibex.now("on", "'session', (session) => test.events.push(session)")
        .unwrap();
    ibex.now("on", "'error', (error) => test.errors.push(error)")
        .unwrap();
    let fails = async |method: &str, arguments: &str| {
        let refusal = ibex.call(method, arguments).await.unwrap_err();
        refusal.keep();
        js("test.errors.push(test.error)");
    };
    ibex.ok("signUp", "{ userName: 'jane' }").await;
    ibex.ok(
        "userData.set",
        "{ 'private.key': 'pr1vate-value', public: 'p' }",
    )
    .await;
    ibex.ok("email.validate", "'jane.doe@foo.domain'").await;
    let mails = sandbox::control("sandbox", "GET", "/sandbox/mails", "undefined").await;
    keep("mails", mails);
    js("test.code = test.mails.at(-1).code");
    fails(
        "email.confirm",
        "{ email: 'john@foo.domain', code: test.code }",
    )
    .await;
    ibex.ok(
        "email.confirm",
        "{ email: 'jane.doe@foo.domain', code: test.code, userDataName: 'email' }",
    )
    .await;
    fails("userData.set", "{ 'private.key': ['pr1vate-value'] }").await;
    fails(
        "request",
        "'POST', '/v1.2/users/me?secret=pr1vate-value', { body: { data: ['pr1vate-value'] } }",
    )
    .await;
    fails("request", "'GET', '/nowhere/pr1vate-value'").await;
    sandbox::advance(3601).await;
    ibex.ok("userData.get", "").await;
    ibex.ok("refresh", "").await;
    ibex.ok("signIn", "{ includeUserdata: true, includeBalance: true }")
        .await;
    wire::answer_once(
        "POST",
        "/userdata",
        "async () => { throw new TypeError('lost'); }",
    );
    fails("userData.set", "{ 'private.key': 'pr1vate-value' }").await;
    // An API that answers with what it was sent.
    let echo = "async (request) => Response.json({ message: `no: ${request.headers.get('authorization')} ${await request.text()}` }, { status: 422 })";
    wire::answer_once("POST", "/userdata", echo);
    fails("userData.set", "{ a: 1, 'private.key': 'pr1vate-value' }").await;
    ibex
}

#[wasm_bindgen_test]
async fn nothing_secret_is_reachable_stored_written_or_said() {
    page::fresh().await;
    hear_console();
    wire::tap();
    let ibex = story().await;
    collect("{ code: test.code, private: 'pr1vate-value' }").await;
    assert!(
        holds("Object.keys(test.secrets).length >= 10"),
        "the tokens were seen"
    );

    let none = |what: &str, texts: &Array| {
        let found = found(&js("test.secrets"), texts);
        assert_eq!(found.length(), 0, "{what}: {found:?}");
    };
    js(
        "test.texts = [JSON.stringify(test.ibex), String(test.ibex), JSON.stringify(test.ibex.session)]",
    );
    none("JSON", &js("test.texts").unchecked_into());
    none("the client", &reachable(&js("test.ibex")));
    none("events", &reachable(&js("test.events")));
    none("errors", &js("test.errors.flatMap((error) => [error.message, error.stack, JSON.stringify(error), String(error.cause)])").unchecked_into());
    none(
        "errors, deep",
        &reachable(&js(
            "test.errors.map(({ stack, message, code, status, cause, requestId }) => ({ stack, message, code, status, cause, requestId }))",
        )),
    );
    none("storage", &kept());
    none("the console", &js("test.written").unchecked_into());
    same(&js("test.written"), "[]");
    ibex.now("close", "").unwrap();
    none("a closed client", &reachable(&js("test.ibex")));
}

#[wasm_bindgen_test]
async fn a_debugger_s_view_of_the_client_shows_methods_only() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    same(
        &js("Object.keys(test.ibex).sort()"),
        "['close', 'email', 'on', 'prepareSignIn', 'prepareSignUp', 'refresh', 'request', 'session', 'signIn', 'signOut', 'signUp', 'userData']",
    );
    same(
        &js("Object.keys(test.ibex.userData).sort()"),
        "['delete', 'get', 'set']",
    );
    same(
        &js("Object.keys(test.ibex.email).sort()"),
        "['confirm', 'validate']",
    );
    let known = "['authMethod', 'chainId', 'eoaAddress', 'eoaAddresses', 'expiresAt', 'externalUserId', 'hasPasskey', 'prfCapable', \
                 'refreshExpiresAt', 'roles', 'rpId', 'safeAddress', 'signerId']";
    keep("session", ibex.session());
    same(&js("Object.keys(test.session).sort()"), known);
}
