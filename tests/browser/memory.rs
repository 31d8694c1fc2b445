//! The whole wasm memory is searched: what was secret is overwritten, on whichever path it came to its end.
//!
//! Secrets are made and kept on JavaScript's side: this memory is the one that the tests run in.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{holds, js};
use crate::secrets::{collect, story};
use crate::{page, wire};

#[wasm_bindgen(module = "/tests/browser/page.js")]
extern "C" {
    #[wasm_bindgen(js_name = inMemory)]
    fn in_memory(secrets: &JsValue, memory: &JsValue) -> Array;
}

/// The names of the secrets in `test.secrets` that lie in the memory.
pub(crate) async fn left() -> Vec<String> {
    page::settle().await;
    let found = in_memory(&js("test.secrets"), &wasm_bindgen::memory());
    found.iter().map(|name| name.as_string().unwrap()).collect()
}

/// That nothing lies there.
#[track_caller]
pub(crate) fn none(left: &[String]) {
    assert!(left.is_empty(), "{left:?}");
}

/// Makes texts that are nowhere else, as `test.secrets`.
fn make_secrets(names: &[&str]) {
    js("test.secrets = {}");
    for name in names {
        js(&format!(
            "test.secrets.{name} = crypto.randomUUID().replaceAll('-', '')"
        ));
    }
}

#[wasm_bindgen_test]
async fn the_search_finds_what_is_there() {
    page::fresh().await;
    wire::tap();
    let _ibex = Ibex::signed_up().await;
    collect("{}").await;
    assert_eq!(left().await.len(), 2, "the tokens of the session");
}

#[wasm_bindgen_test]
async fn nothing_secret_is_left_after_a_sign_out_and_after_the_end() {
    for end in ["signOut", "close"] {
        page::fresh().await;
        wire::tap();
        let ibex = story().await;
        collect("{ code: `\"${test.code}\"` }").await;
        assert_eq!(
            left().await.len(),
            2,
            "the session's own tokens, and no older one"
        );
        ibex.now(end, "").unwrap();
        none(&left().await);
    }
}

/// Ends a session in whose refresh the answer is on its way, and has it come then.
async fn late_answer(end: &str) -> Ibex {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    let hold = "async (request, real) => {
        const answer = await real(request);
        await new Promise((release) => { test.release = release; });
        return answer;
    }";
    wire::answer_once("POST", "/auth/refresh", hold);
    let renewing = ibex.call("refresh", "");
    page::comes_true("test.release").await;
    match end {
        "signUp" => drop(ibex.ok("signUp", "").await),
        end => drop(ibex.now(end, "").unwrap()),
    }
    assert!(renewing.await.is_err());
    js("test.release()");
    page::settle().await;
    collect("{}").await;
    assert!(holds("Object.keys(test.secrets).length >= 2"), "{end}");
    ibex
}

#[wasm_bindgen_test]
async fn the_tokens_of_an_answer_that_came_too_late_are_not_kept() {
    for end in ["signOut", "close"] {
        late_answer(end).await;
        none(&left().await);
    }
    let ibex = late_answer("signUp").await;
    assert!(holds("Object.keys(test.secrets).length === 4"));
    assert_eq!(left().await.len(), 2, "those of the new session alone");
    ibex.now("signOut", "").unwrap();
    none(&left().await);
}

#[wasm_bindgen_test]
async fn the_tokens_of_an_answer_that_is_refused_are_not_kept() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    for answer in [
        "{ access_token: access, refresh_token: refresh, expires_in: 'soon' }",
        "{ access_token: access, refresh_token: refresh, expires_in: 60, subject: '..' }",
        "{ access_token: access, refresh_token: refresh, subject: 'somebody-else' }",
        "{ access_token: access, refresh_token: `${refresh} ` }",
        "{ access_token: access, refresh_token: { refresh } }",
        "{ token: access, expires_in: 60 }",
        "[access, refresh]",
        "{ message: `bad token ${refresh} of ${access}` }, { status: 409 }",
    ] {
        make_secrets(&["access", "refresh"]);
        let act = format!(
            "() => {{ const {{ access, refresh }} = test.secrets; return Response.json({answer}); }}"
        );
        let code = match answer.contains("409") {
            true => "conflict",
            false => "invalid_response",
        };
        wire::answer_once("POST", "/auth/refresh", &act);
        ibex.refused("refresh", "", code).await;
        none(&left().await);
        if answer.contains("somebody-else") {
            // In a sign-in it would be.
            continue;
        }
        wire::answer_once("POST", "/auth/sign-in", &act);
        ibex.refused("signIn", "", code).await;
        none(&left().await);
    }
}

#[wasm_bindgen_test]
async fn a_code_and_an_address_are_not_kept_whatever_becomes_of_them() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    // Texts beyond ASCII cross the boundary in buffers that grow.
    for end in ["", "ä", "𝕁"] {
        make_secrets(&["name", "code"]);
        js(&format!(
            "test.email = `${{test.secrets.name}}{end}@foo.domain`, test.code = test.secrets.code + '{end}'"
        ));
        let confirm = "{ email: test.email, code: test.code }";
        ibex.ok("email.validate", "test.email").await;
        none(&left().await);
        ibex.refused("email.confirm", confirm, "bad_request").await;
        none(&left().await);
        let lost = "async () => { throw new TypeError('lost'); }";
        wire::answer_once("POST", "/confirmEmail", lost);
        ibex.refused("email.confirm", confirm, "network").await;
        none(&left().await);
        let odd = "{ email: test.email, code: test.code, userDataName: 7 }";
        ibex.refused("email.confirm", odd, "invalid_argument").await;
        let odd = "{ email: test.email, code: test.code, signal: {} }";
        ibex.refused("email.confirm", odd, "invalid_argument").await;
        let odd = "{ email: test.code, code: test.code }";
        ibex.refused("email.confirm", odd, "invalid_argument").await;
        none(&left().await);
        let echo =
            "async (request) => Response.json({ message: await request.text() }, { status: 409 })";
        wire::answer_once("POST", "/confirmEmail", echo);
        ibex.refused("email.confirm", confirm, "conflict").await;
        none(&left().await);
    }
}

#[wasm_bindgen_test]
async fn private_values_and_keys_of_the_caller_are_not_kept() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    make_secrets(&["value", "header", "query"]);
    ibex.ok("userData.set", "{ 'private.key': test.secrets.value }")
        .await;
    let odd = "{ 'private.key': test.secrets.value, other: [test.secrets.value] }";
    ibex.refused("userData.set", odd, "invalid_argument").await;
    let options = "{ headers: { 'x-own': test.secrets.header }, query: { own: test.secrets.query }, body: [test.secrets.value] }";
    let arguments = format!("'POST', '/v1.2/nowhere', {options}");
    ibex.refused("request", &arguments, "not_found").await;
    none(&left().await);
    let keyed = Ibex::with("{ apiKey: test.secrets.header }");
    keyed.ok("signUp", "").await;
    assert_eq!(left().await, ["header"], "it is sent with every request");
    keyed.now("close", "").unwrap();
    none(&left().await);
}
