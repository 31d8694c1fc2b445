//! Values that throw when they are read: they are refused by name, and leave nothing behind that blocks the next call.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{js, same};
use crate::{page, wire};

#[wasm_bindgen_test]
async fn a_value_that_cannot_be_read_is_refused_and_nothing_is_sent() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    js("test.detached = new ArrayBuffer(8), structuredClone(0, { transfer: [test.detached] })");
    js("test.revoked = Proxy.revocable({}, {}), test.revoked.revoke()");
    wire::tap();
    for values in [
        "{ a: 1, get b() { throw new Error('no'); } }",
        "{ a: test.detached }",
        "{ a: test.revoked.proxy }",
        "test.revoked.proxy",
        "new Map([['a', 1]])",
        "new URLSearchParams('a=1')",
        "Promise.resolve({ a: 1 })",
        "new Date()",
    ] {
        ibex.refused("userData.set", values, "invalid_argument")
            .await;
    }
    for options in [
        "{ get signal() { throw new Error('no'); } }",
        "{ headers: new Headers({ a: 'b' }) }",
        "{ query: new Map([['a', 1]]) }",
        "{ get body() { throw new Error('no'); } }",
        "test.revoked.proxy",
    ] {
        let arguments = ["'POST', '/v1.2/x', ", options].concat();
        ibex.refused("request", &arguments, "invalid_argument")
            .await;
    }
    assert_eq!(wire::sent(), Vec::<String>::new());
    ibex.ok("userData.set", "{ a: 1 }").await;
    same(&ibex.ok("userData.get", "").await, "{ a: 1 }");
}

#[wasm_bindgen_test]
async fn a_key_called_like_a_member_of_a_buffer_is_a_key() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    ibex.ok("userData.set", "{ byteLength: 5, length: 2 }")
        .await;
    same(
        &ibex.ok("userData.get", "").await,
        "{ byteLength: 5, length: 2 }",
    );
}

#[wasm_bindgen_test]
async fn a_broken_credential_fails_its_own_ceremony_and_no_other() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    js("test.broken = true");
    let broken = "async (options, real) => {
        const credential = await real(options);
        if (!test.broken) return credential;
        const signature = credential.response.signature.slice(0);
        structuredClone(0, { transfer: [signature] });
        return { id: credential.id, rawId: credential.rawId, type: credential.type, getClientExtensionResults: () => ({}),
                 response: { clientDataJSON: credential.response.clientDataJSON, authenticatorData: credential.response.authenticatorData, signature } };
    }";
    page::instead("navigator.credentials", "get", broken);
    ibex.refused("signIn", "", "passkey_failed").await;
    js("test.broken = false");
    ibex.ok("signIn", "").await;
}

#[wasm_bindgen_test]
async fn a_refusal_keeps_its_status_where_its_body_breaks() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    let cut = "() => new Response(new ReadableStream({ start(body) { body.error(new TypeError('cut')); } }), { status: 500 })";
    wire::answer_once("GET", "/v1.2/x", cut);
    let refusal = ibex
        .refused("request", "'GET', '/v1.2/x'", "server_error")
        .await;
    assert_eq!(refusal.member("status"), 500);
}

#[wasm_bindgen_test]
async fn a_fetch_of_the_page_s_own_may_answer_as_it_likes() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    let fake =
        "(members) => ({ status: 200, headers: new Map(), text: () => '{\"a\":1}', ...members })";
    js(&["test.fake = ", fake].concat());
    for answer in [
        "Response.json({ a: 1 })",
        "{ then: (come) => { come(Response.json({ a: 1 })); come(7); } }",
        "Promise.resolve(test.fake({}))",
        "test.fake({ text: async () => '{\"a\":1}' })",
        "test.fake({ headers: new Map([['Retry-After', 5], ['x-request-id', {}]]) })",
        "test.fake({ headers: undefined })",
        "test.fake({ headers: { get() { throw 7; } } })",
    ] {
        page::with("globalThis", "fetch", &format!("() => ({answer})"));
        same(&ibex.ok("request", "'GET', '/v1.2/x'").await, "{ a: 1 }");
    }
    for (answer, code) in [
        ("undefined", "invalid_response"),
        ("7", "invalid_response"),
        ("{}", "invalid_response"),
        ("test.fake({ status: '200' })", "invalid_response"),
        (
            "Object.defineProperty({}, 'status', { get() { throw 7; } })",
            "invalid_response",
        ),
        ("test.fake({ text: () => undefined })", "network"),
        ("test.fake({ text: () => 7 })", "network"),
        ("test.fake({ text: 7 })", "network"),
        (
            "test.fake({ status: 500, text: () => null })",
            "server_error",
        ),
        ("Promise.reject(undefined)", "network"),
        ("(() => { throw undefined; })()", "network"),
    ] {
        page::with("globalThis", "fetch", &format!("() => ({answer})"));
        ibex.refused("request", "'POST', '/v1.2/x'", code).await;
    }
}

#[wasm_bindgen_test]
async fn a_fetch_of_the_page_s_own_may_close_the_client() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    let closing = "() => { test.ibex.close(); return Response.json({}); }";
    page::with("globalThis", "fetch", closing);
    ibex.refused("request", "'POST', '/v1.2/x'", "client_closed")
        .await;
    page::fresh().await;
    Ibex::signed_up().await.ok("userData.get", "").await;
}

#[wasm_bindgen_test]
async fn an_error_is_whole_where_the_page_lets_no_name_be_set() {
    page::fresh().await;
    let ibex = Ibex::new();
    let name = |writable| {
        let source = "Object.defineProperty(Error.prototype, 'name', { writable: ";
        js(&[source, writable, " })"].concat())
    };
    name("false");
    let refusal = ibex.call("userData.get", "").await;
    name("true");
    assert_eq!(refusal.unwrap_err().code(), "not_signed_in");
}
