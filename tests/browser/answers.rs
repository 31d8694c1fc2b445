//! Answers that are not what the protocol says, and what a caller learns of them.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{get, holds, js, keep, same, text};
use crate::{authenticator, page, wire};

#[wasm_bindgen_test]
async fn a_server_that_is_not_there_is_a_network_error() {
    page::fresh().await;
    // Nobody speaks TLS on the sandbox's port.
    js("test.gone = test.base.replace('http:', 'https:')");
    let ibex = Ibex::create("{ baseUrl: test.gone }").unwrap();
    for method in ["signUp", "signIn"] {
        let refusal = ibex.refused(method, "", "network").await;
        assert!(refusal.retryable());
        refusal.keep();
        assert!(holds("test.error.cause instanceof TypeError"));
        assert!(refusal.member("status").is_undefined());
    }

    let ibex = Ibex::signed_up().await;
    wire::tap();
    let gone =
        "(request, real) => real(new Request(request.url.replace('http:', 'https:'), request))";
    wire::answer("POST", "/userdata", gone);
    let refusal = ibex.refused("userData.set", "{ a: 1 }", "network").await;
    assert!(refusal.retryable());
    assert!(ibex.session().is_object());
}

#[wasm_bindgen_test]
async fn a_fetch_that_throws_or_rejects_with_anything_is_a_network_error() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    for odd in [
        "() => { throw new TypeError('at once'); }",
        "async () => { throw 'a word'; }",
        "() => Promise.reject()",
    ] {
        page::with("globalThis", "fetch", odd);
        ibex.refused("userData.set", "{ a: 1 }", "network").await;
    }
}

#[wasm_bindgen_test]
async fn an_answer_that_does_not_come_in_time_is_a_timeout() {
    page::fresh().await;
    let ibex = Ibex::with("{ timeout: 1 }");
    wire::tap();
    wire::answer(
        "GET",
        "/auth/sign-in",
        "(request) => { test.request = request; return new Promise(() => {}); }",
    );
    let refusal = ibex.refused("signIn", "", "timeout").await;
    assert!(refusal.retryable());
    page::comes_true("test.request.signal.aborted").await;
}

#[wasm_bindgen_test]
async fn html_or_truncated_json_is_no_answer() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    for body in [
        "'<!doctype html><title>App</title>'",
        "'{\"a\":'",
        "'undefined'",
    ] {
        for (method, path) in [
            ("GET", "/userdata/"),
            ("POST", "/userdata"),
            ("GET", "/auth/sign-"),
            ("POST", "/auth/refresh"),
        ] {
            wire::answer(
                method,
                path,
                &["() => new Response(", body, ", { status: 200 })"].concat(),
            );
        }
        for (method, arguments) in [
            ("userData.get", ""),
            ("userData.set", "{ a: 1 }"),
            ("signUp", ""),
            ("signIn", ""),
            ("refresh", ""),
            ("request", "'GET', '/v1.2/ibexsafe/userdata/x'"),
        ] {
            let refusal = ibex.refused(method, arguments, "invalid_response").await;
            assert!(!refusal.retryable());
            assert!(!refusal.message().contains("doctype"));
        }
    }
}

#[wasm_bindgen_test]
async fn a_page_where_the_api_should_be_is_no_answer() {
    page::fresh().await;
    // The sandbox serves the demo page at its root.
    let ibex = Ibex::signed_up().await;
    let refusal = ibex
        .refused("request", "'GET', '/'", "invalid_response")
        .await;
    same(&refusal.member("status"), "200");
}

#[wasm_bindgen_test]
async fn tokens_that_are_missing_or_odd_are_named() {
    page::fresh().await;
    let ibex = Ibex::new();
    wire::tap();
    for (change, member) in [
        ("delete answer.refresh_token", "refresh_token"),
        ("answer.refresh_token = ''", "refresh_token"),
        ("answer.refresh_token = 7", "refresh_token"),
        ("delete answer.access_token", "access_token"),
        ("answer.access_token = 'two words'", "access_token"),
        ("answer.expires_in = 'soon'", "expires_in"),
    ] {
        let act = "async (request, real) => {
            const answer = await (await real(request)).json();
            CHANGE;
            return Response.json(answer);
        }";
        wire::answer("POST", "/auth/sign-up", &act.replace("CHANGE", change));
        let refusal = ibex.refused("signUp", "", "invalid_response").await;
        assert!(
            refusal.message().contains(member),
            "{change}: {}",
            refusal.message()
        );
        same(&ibex.session(), "null");
        authenticator::forget().await;
    }
    for (change, member) in [
        ("delete options.challenge", "challenge"),
        ("options.challenge = '*'", "challenge"),
        ("options.user.id = 7", "user.id"),
        (
            "options.excludeCredentials = [{ type: 'public-key', id: '*' }]",
            "excludeCredentials[0].id",
        ),
        (
            "options.extensions = { prf: { eval: { first: '*' } } }",
            "extensions.prf.eval.first",
        ),
    ] {
        let act = "async (request, real) => {
            const answer = await (await real(request)).json();
            const options = answer.credentialRequestOptions;
            CHANGE;
            return Response.json(answer);
        }";
        wire::answer("GET", "/auth/sign-up", &act.replace("CHANGE", change));
        let refusal = ibex.refused("signUp", "", "invalid_response").await;
        assert!(
            refusal.message().contains(member),
            "{change}: {}",
            refusal.message()
        );
    }
}

#[wasm_bindgen_test]
async fn each_status_has_its_code_whatever_the_body_says() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    for (status, code, retryable) in [
        (400, "bad_request", false),
        (401, "unauthorized", false),
        (403, "forbidden", false),
        (404, "not_found", false),
        (405, "bad_request", false),
        (409, "conflict", false),
        (422, "bad_request", false),
        (429, "rate_limited", true),
        (500, "server_error", true),
        (503, "server_error", true),
    ] {
        for body in ["'{\"message\":\"Not today\"}'", "'<h1>no</h1>'", "null"] {
            let act = format!(
                "() => new Response({body}, {{ status: {status}, headers: {{ 'retry-after': '120', 'x-request-id': 'r-1' }} }})"
            );
            wire::answer("POST", "/v1.2/pay", &act);
            let refusal = ibex
                .refused("request", "'POST', '/v1.2/pay', { body: {} }", code)
                .await;
            same(&refusal.member("status"), &status.to_string());
            same(&refusal.member("retryAfter"), "120");
            same(&refusal.member("requestId"), "'r-1'");
            assert_eq!(refusal.retryable(), retryable, "{status}");
            if body.contains("Not today") {
                assert_eq!(refusal.message(), "Not today");
            }
        }
    }
}

#[wasm_bindgen_test]
async fn passes_on_the_api_s_own_words_without_what_looks_secret() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    for (body, message) in [
        ("{ detail: 'One', message: 'Two', error: 'Three' }", "One"),
        ("{ message: 'Two', error: 'Three' }", "Two"),
        ("{ error: 'Three' }", "Three"),
        ("{ message: 'jane@foo.domain is taken' }", "… is taken"),
    ] {
        let act = ["() => Response.json(", body, ", { status: 409 })"].concat();
        wire::answer("POST", "/v1.2/pay", &act);
        let refusal = ibex
            .refused("request", "'POST', '/v1.2/pay'", "conflict")
            .await;
        assert_eq!(refusal.message(), message);
        assert!(refusal.member("retryAfter").is_undefined());
    }
}

#[wasm_bindgen_test]
async fn every_request_refuses_redirects_cookies_and_caches() {
    page::fresh().await;
    wire::tap();
    let ibex = Ibex::signed_up().await;
    ibex.ok("signIn", "").await;
    ibex.ok("userData.set", "{ a: 1 }").await;
    ibex.ok("userData.get", "").await;
    ibex.ok("refresh", "").await;
    ibex.ok("email.validate", "'jane@foo.domain'").await;
    ibex.ok("request", "'GET', '/health'").await;
    let traffic = wire::traffic().await;
    assert_eq!(traffic.len(), 9);
    for one in traffic {
        let how = ["redirect", "credentials", "cache"].map(|name| text(&one, name));
        assert_eq!(how, ["error", "omit", "no-store"], "{}", text(&one, "path"));
        assert_eq!(text(&one, "origin"), text(&js("test"), "base"));
        keep("one", &one);
        let public = text(&one, "path").contains("/auth/");
        assert_eq!(get(&one, "headers.authorization").is_undefined(), public);
        assert!(holds("!('x-ibex-auth' in test.one.headers)"));
    }
}

#[wasm_bindgen_test]
async fn what_is_no_retry_after_lets_no_write_be_sent_again() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    // The browser's own parser takes most of these for dates.
    for header in [
        "-1",
        "1.5",
        "1, 2",
        "+5",
        "soon",
        "1 GMT",
        "Mon, 01 Jan 2001 00:00:00 GMT",
    ] {
        wire::tap();
        let busy = format!(
            "() => Response.json({{}}, {{ status: 429, headers: {{ 'retry-after': '{header}' }} }})"
        );
        wire::answer("POST", "/userdata", &busy);
        let refusal = ibex
            .refused("userData.set", "{ a: 1 }", "rate_limited")
            .await;
        assert!(refusal.member("retryAfter").is_undefined(), "{header}");
        assert_eq!(wire::sent().len(), 1, "{header}");
    }
}
