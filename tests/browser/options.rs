//! What `createClient` takes.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{get, holds, js, same, text};
use crate::{page, wire};

#[wasm_bindgen_test]
async fn names_the_option_that_is_unusable() {
    page::fresh().await;
    for (options, field) in [
        ("undefined", "baseUrl"),
        ("null", "baseUrl"),
        ("'https://api.ibex.fi'", "options"),
        ("{}", "baseUrl"),
        ("{ baseUrl: '' }", "baseUrl"),
        ("{ baseUrl: 7 }", "baseUrl"),
        ("{ baseUrl: {} }", "baseUrl"),
        ("{ baseUrl: 'api.ibex.fi' }", "baseUrl"),
        ("{ baseUrl: 'api/ibex' }", "baseUrl"),
        ("{ baseUrl: './api' }", "baseUrl"),
        ("{ baseUrl: '//api.ibex.fi' }", "baseUrl"),
        ("{ baseUrl: '/\\\\api.ibex.fi' }", "baseUrl"),
        ("{ baseUrl: 'http://api.ibex.fi' }", "baseUrl"),
        ("{ baseUrl: 'http://localhost.evil.example' }", "baseUrl"),
        ("{ baseUrl: 'http://127.0.0.1.evil.example' }", "baseUrl"),
        ("{ baseUrl: 'ftp://api.ibex.fi' }", "baseUrl"),
        ("{ baseUrl: 'javascript:alert(1)' }", "baseUrl"),
        ("{ baseUrl: 'data:,x' }", "baseUrl"),
        ("{ baseUrl: 'blob:https://api.ibex.fi/x' }", "baseUrl"),
        ("{ baseUrl: 'https://api.ibex.fi?key=1' }", "baseUrl"),
        ("{ baseUrl: 'https://api.ibex.fi#top' }", "baseUrl"),
        ("{ baseUrl: 'https://jane:secret@api.ibex.fi' }", "baseUrl"),
        ("{ baseUrl: '/api?x=1' }", "baseUrl"),
        ("{ baseUrl: new URL('http://api.ibex.fi') }", "baseUrl"),
        ("{ baseUrl: test.base, rpId: '' }", "rpId"),
        ("{ baseUrl: test.base, rpId: 7 }", "rpId"),
        ("{ baseUrl: test.base, rpId: 'a\\nb' }", "rpId"),
        ("{ baseUrl: test.base, apiKey: '' }", "apiKey"),
        ("{ baseUrl: test.base, apiKey: '€' }", "apiKey"),
        ("{ baseUrl: test.base, chainId: '100' }", "chainId"),
        (
            "{ baseUrl: test.base, authHeader: 'Authorization' }",
            "authHeader",
        ),
        ("{ baseUrl: test.base, authHeader: 1 }", "authHeader"),
        ("{ baseUrl: test.base, timeout: -1 }", "timeout"),
        ("{ baseUrl: test.base, timeout: NaN }", "timeout"),
        ("{ baseUrl: test.base, timeout: Infinity }", "timeout"),
        ("{ baseUrl: test.base, timeout: '30' }", "timeout"),
        ("{ baseUrl: test.base, refreshMargin: -1 }", "refreshMargin"),
        (
            "{ baseUrl: test.base, refreshMargin: 90000 }",
            "refreshMargin",
        ),
        ("{ baseUrl: test.base, headers: 'x-a: 1' }", "headers"),
        ("{ baseUrl: test.base, headers: { 'x a': '1' } }", "headers"),
        (
            "{ baseUrl: test.base, headers: { 'x-a': 1 } }",
            "headers.x-a",
        ),
        (
            "{ baseUrl: test.base, headers: { 'x-a': 'b\\r\\nc: d' } }",
            "headers.x-a",
        ),
    ] {
        let refusal = match Ibex::create(options) {
            Ok(_) => panic!("{options} made a client"),
            Err(refusal) => refusal,
        };
        assert_eq!(refusal.code(), "invalid_argument", "{options}");
        assert!(
            refusal.message().starts_with(field),
            "{options}: {}",
            refusal.message()
        );
        assert!(!refusal.message().contains("secret"));
    }
}

#[wasm_bindgen_test]
async fn takes_https_anywhere_and_http_on_loopback_names() {
    page::fresh().await;
    for options in [
        "{ baseUrl: 'https://api.ibex.fi' }",
        "{ baseUrl: 'https://api.ibex.fi/some/prefix/' }",
        "{ baseUrl: new URL('https://api.ibex.fi') }",
        "{ baseUrl: 'http://127.0.0.1:8787' }",
        "{ baseUrl: 'http://[::1]:8787' }",
        "{ baseUrl: 'http://app.localhost' }",
        "{ baseUrl: '/api/ibex', rpId: undefined, timeout: null, headers: undefined }",
    ] {
        assert!(Ibex::create(options).is_ok(), "{options}");
    }
}

#[wasm_bindgen_test]
async fn takes_a_url_object() {
    page::fresh().await;
    let ibex = Ibex::with("{ baseUrl: new URL(test.base + '/') }");
    ibex.ok("signUp", "").await;
    same(&ibex.ok("userData.get", "").await, "{}");
}

#[wasm_bindgen_test]
async fn a_prefix_is_on_the_page_s_own_origin_and_a_proxy_behind_it_will_do() {
    page::fresh().await;
    wire::tap();
    // A proxy as the field has it: it strips the prefix and turns the one header into the other.
    let proxy = "async (request, real) => {
        const url = new URL(request.url);
        const headers = new Headers(request.headers);
        if (headers.has('x-ibex-auth')) headers.set('authorization', headers.get('x-ibex-auth'));
        headers.delete('x-ibex-auth');
        const body = request.method === 'GET' ? undefined : await request.text();
        return real(test.base + url.pathname.replace('/api/ibex', '') + url.search, { method: request.method, headers, body });
    }";
    wire::answer("GET", "/api/ibex/", proxy);
    wire::answer("POST", "/api/ibex/", proxy);
    let ibex = Ibex::create("{ baseUrl: '/api/ibex/', authHeader: 'x-ibex-auth' }").unwrap();
    ibex.ok("signUp", "").await;
    ibex.ok("userData.set", "{ a: 1 }").await;
    same(&ibex.ok("userData.get", "").await, "{ a: 1 }");
    for one in wire::traffic().await {
        assert_eq!(text(&one, "origin"), text(&js("location"), "origin"));
        assert!(text(&one, "path").starts_with("/api/ibex/v1.2/"));
        assert!(get(&one, "headers.authorization").is_undefined());
    }
}

#[wasm_bindgen_test]
async fn a_prefix_without_a_proxy_is_not_found() {
    page::fresh().await;
    let ibex = Ibex::create("{ baseUrl: '/api/ibex' }").unwrap();
    ibex.refused("signIn", "", "not_found").await;
}

#[wasm_bindgen_test]
async fn every_request_carries_the_client_s_headers_and_the_sdk_s_own_win() {
    page::fresh().await;
    wire::tap();
    let options = "{
        rpId: 'localhost', apiKey: 'key-1', chainId: 100,
        headers: { 'X-Own': 'mine', 'x-rpid': 'evil.example', Authorization: 'Bearer evil', 'content-type': 'text/plain', 'X-API-KEY': 'evil' },
    }";
    let ibex = Ibex::with(options);
    ibex.ok("signUp", "").await;
    ibex.ok("userData.set", "{ a: 1 }").await;
    let evil = "'POST', '/v1.2/users/me', { body: { data: {} }, headers: { authorization: 'Bearer evil', 'X-RpId': 'evil', 'X-Own': 'other' } }";
    ibex.ok("request", evil).await;
    let traffic = wire::traffic().await;
    for one in &traffic {
        crate::js::keep("headers", get(one, "headers"));
        let known = "test.headers['x-rpid'] === 'localhost' && test.headers['x-api-key'] === 'key-1' && test.headers['x-blockchain-id'] === '100'";
        assert!(holds(known), "{}", text(one, "path"));
        let json = text(one, "method") == "GET"
            || holds("test.headers['content-type'] === 'application/json'");
        assert!(json, "{}", text(one, "path"));
    }
    assert_eq!(text(&traffic[2], "headers.x-own"), "mine");
    assert_eq!(text(&traffic[3], "headers.x-own"), "other");
    for one in &traffic[2..] {
        let authorization = text(one, "headers.authorization");
        assert!(authorization.starts_with("Bearer ey") && !authorization.contains("evil"));
    }
}
