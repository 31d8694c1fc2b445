//! `request`, the door to every endpoint that has no method of its own, and to no other place.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{get, js, keep, same, text};
use crate::{page, wire};

#[wasm_bindgen_test]
async fn names_what_is_unusable_and_sends_nothing() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    js("test.circle = {}, test.circle.self = test.circle");
    for (arguments, field) in [
        ("", "method"),
        ("'GET'", "path"),
        ("'GET', 7", "path"),
        ("'GET', ''", "path"),
        ("'GET', 'health'", "path"),
        ("'GET', '//evil.example'", "path"),
        ("'GET', '///evil.example'", "path"),
        ("'GET', '/\\\\evil.example'", "path"),
        ("'GET', '/\\t/evil.example'", "path"),
        ("'GET', 'https://evil.example/'", "path"),
        ("'GET', '/a/../b'", "path"),
        ("'GET', '/a/%2e%2E/b'", "path"),
        ("'GET', '/./a'", "path"),
        ("'GET', '/a#b'", "path"),
        ("'GET', new URL(test.base)", "path"),
        ("7, '/health'", "method"),
        ("'', '/health'", "method"),
        ("'TRACE', '/health'", "method"),
        ("'CONNECT', '/health'", "method"),
        ("'GET ', '/health'", "method"),
        ("'GET', '/health', 7", "options"),
        ("'GET', '/health', { body: {} }", "body"),
        ("'head', '/health', { body: {} }", "body"),
        ("'POST', '/health', { body: test.circle }", "body"),
        ("'POST', '/health', { body: { big: 1n } }", "body"),
        ("'POST', '/health', { body: () => {} }", "body"),
        (
            "'POST', '/health', { body: { toJSON() { throw new Error('no'); } } }",
            "body",
        ),
        ("'GET', '/health', { query: 'a=1' }", "query"),
        ("'GET', '/health', { query: { a: null } }", "query.a"),
        ("'GET', '/health', { query: { a: {} } }", "query.a"),
        ("'GET', '/health', { query: { a: [1] } }", "query.a"),
        ("'GET', '/health', { query: { a: NaN } }", "query.a"),
        (
            "'GET', '/health', { headers: { 'a b': 'c' } }",
            "headers.a b",
        ),
        ("'GET', '/health', { headers: { a: 7 } }", "headers.a"),
        ("'GET', '/health', { signal: 7 }", "signal"),
    ] {
        let refusal = ibex.refused("request", arguments, "invalid_argument").await;
        assert!(
            refusal.message().starts_with(field),
            "{arguments}: {}",
            refusal.message()
        );
    }
    assert_eq!(wire::sent(), Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn adds_the_query_to_what_the_path_has_and_skips_what_is_undefined() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    let query = "{ query: { b: 'x y&z=ü', c: 1.5, d: false, e: undefined } }";
    for path in ["'/health'", "'/health?a=1'"] {
        ibex.ok("request", &["'GET', ", path, ", ", query].concat())
            .await;
    }
    ibex.ok("request", "'GET', '/health?a=1'").await;
    let traffic = wire::traffic().await;
    let queries: Vec<_> = traffic
        .iter()
        .map(|one| {
            keep("query", get(one, "query"));
            js("[...new URLSearchParams(test.query)].map((pair) => pair.join('→'))")
        })
        .collect();
    same(&queries[0], "['b→x y&z=ü', 'c→1.5', 'd→false']");
    same(&queries[1], "['a→1', 'b→x y&z=ü', 'c→1.5', 'd→false']");
    same(&queries[2], "['a→1']");
}

#[wasm_bindgen_test]
async fn resolves_with_the_parsed_json_or_with_undefined_where_there_is_none() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    same(
        &get(&ibex.ok("request", "'GET', '/health'").await, "status"),
        "'ok'",
    );
    keep("id", get(&ibex.session(), "externalUserId"));
    let empty = "'GET', '/v1.2/ibexsafe/userdata/external/' + test.id";
    same(&ibex.ok("request", empty).await, "undefined");
    wire::tap();
    for body in [
        "null",
        "false",
        "0",
        "\"\"",
        "[1, \"two\"]",
        "{\"__proto__\": 1}",
    ] {
        keep("body", body);
        wire::answer("GET", "/health", "() => new Response(test.body)");
        same(
            &ibex.ok("request", "'GET', '/health'").await,
            "JSON.parse(test.body)",
        );
    }
}

#[wasm_bindgen_test]
async fn sends_a_body_as_it_is_at_the_time_of_the_call() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    wire::answer(
        "PATCH",
        "/v1.2/x",
        "() => new Response(null, { status: 204 })",
    );
    js("test.body = { list: [1, null, 'ü'], date: new Date(0), gone: undefined }");
    let pending = ibex.call("request", "'patch', '/v1.2/x', { body: test.body }");
    js("test.body.list.push('later')");
    same(&pending.await.unwrap(), "undefined");
    let traffic = wire::traffic().await;
    let body = js_sys::JSON::parse(&text(&traffic[0], "body")).unwrap();
    same(
        &body,
        "{ list: [1, null, 'ü'], date: '1970-01-01T00:00:00.000Z' }",
    );
    assert!(text(&traffic[0], "headers.authorization").starts_with("Bearer "));
}

#[wasm_bindgen_test]
async fn a_signal_ends_the_request_at_once() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    wire::answer(
        "GET",
        "/health",
        "(request) => { test.request = request; return new Promise(() => {}); }",
    );
    js("test.controller = new AbortController()");
    let pending = ibex.call(
        "request",
        "'GET', '/health', { signal: test.controller.signal }",
    );
    page::comes_true("test.request").await;
    js("test.controller.abort(new Error('my reason'))");
    let refusal = pending.await.unwrap_err();
    assert_eq!(refusal.code(), "aborted");
    same(&refusal.member("cause.message"), "'my reason'");
    page::comes_true("test.request.signal.aborted").await;
}

#[wasm_bindgen_test]
async fn who_shares_a_request_has_an_answer_of_its_own() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    let nested = "() => Response.json({ list: [{ a: 1 }] })";
    wire::answer_once("GET", "/v1.2/shared", nested);
    let calls: Vec<_> = (0..3)
        .map(|_| ibex.call("request", "'GET', '/v1.2/shared'"))
        .collect();
    js("test.answers = []");
    for call in calls {
        keep("answer", call.await.unwrap());
        js("test.answers.push(test.answer)");
    }
    js("test.answers[0].list[0].a = 'changed'");
    same(
        &js("test.answers.slice(1)"),
        "[{ list: [{ a: 1 }] }, { list: [{ a: 1 }] }]",
    );
    assert_eq!(wire::sent(), ["GET /v1.2/shared"]);
}
