//! Tokens that have expired, and how they are renewed: once, whoever asks.

use js_sys::Array;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{holds, js, keep, same};
use crate::{page, sandbox, wire};

/// Seconds that an access token and a refresh token live.
const ACCESS: u32 = 3600;
const REFRESH: u32 = 86_400;

const GET: &str = "GET /v1.2/ibexsafe/userdata/external/:id";
const RENEWAL: &str = "POST /v1.2/auth/refresh";

fn hear_sessions(ibex: &Ibex) {
    js("test.heard = []");
    ibex.now("on", "'session', (session) => test.heard.push(session)")
        .unwrap();
}

/// One read was refused, and made again with the tokens of one refresh; nothing else was asked.
async fn one_replay() {
    let expected = [
        format!("{GET} 401"),
        format!("{RENEWAL} 200"),
        format!("{GET} 200"),
    ];
    assert_eq!(sandbox::journal().await, expected);
}

#[wasm_bindgen_test]
async fn a_refused_refresh_ends_the_session_and_says_so_once() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    hear_sessions(&ibex);
    sandbox::advance(REFRESH + 1).await;
    let calls: Vec<_> = (0..5).map(|_| ibex.call("userData.get", "")).collect();
    for call in calls {
        let refusal = call.await.unwrap_err();
        assert_eq!(refusal.code(), "session_expired");
        assert!(!refusal.retryable());
    }
    same(&ibex.session(), "null");
    same(&js("test.heard"), "[null]");
    ibex.refused("userData.get", "", "not_signed_in").await;
    ibex.ok("signIn", "").await;
    same(&ibex.ok("userData.get", "").await, "{}");
}

#[wasm_bindgen_test]
async fn a_refresh_without_an_answer_keeps_the_session() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    keep("session", ibex.session());
    hear_sessions(&ibex);
    sandbox::advance(ACCESS + 1).await;
    wire::tap();
    let table = [
        (
            "() => { throw new TypeError('Failed to fetch'); }",
            "network",
        ),
        ("() => new Response('', { status: 502 })", "server_error"),
        (
            "() => new Response('<!doctype html>', { status: 200 })",
            "invalid_response",
        ),
        (
            "() => Response.json({ access_token: 'a', expires_in: 3600 })",
            "invalid_response",
        ),
        (
            "() => Response.json({}, { status: 429, headers: { 'retry-after': '120' } })",
            "rate_limited",
        ),
    ];
    for (answer, code) in table {
        wire::answer("POST", "/auth/refresh", answer);
        let refusal = ibex.refused("userData.get", "", code).await;
        assert_eq!(refusal.retryable(), code != "invalid_response", "{answer}");
        ibex.refused("refresh", "", code).await;
        same(&ibex.session(), "test.session");
    }
    same(&js("test.heard"), "[]");
    wire::answer("POST", "/auth/refresh", "(request, real) => real(request)");
    let before = wire::sent().len();
    // The API named a time, which only who insists does not wait for.
    let refusal = ibex.refused("userData.get", "", "rate_limited").await;
    assert_eq!(refusal.member("retryAfter"), 120);
    assert_eq!(wire::sent()[before..], [GET]);
    ibex.ok("refresh", "").await;
    same(&ibex.ok("userData.get", "").await, "{}");
}

#[wasm_bindgen_test]
async fn surfaces_a_second_401_without_a_third_attempt() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    wire::answer(
        "POST",
        "/users/me",
        "() => Response.json({ message: 'No' }, { status: 401 })",
    );
    let refusal = ibex
        .refused(
            "request",
            "'POST', '/v1.2/users/me', { body: {} }",
            "unauthorized",
        )
        .await;
    same(&refusal.member("status"), "401");
    assert_eq!(
        wire::sent(),
        ["POST /v1.2/users/me", RENEWAL, "POST /v1.2/users/me"]
    );
    assert!(
        holds("test.ibex.session"),
        "a refused call is no refused refresh"
    );
}

#[wasm_bindgen_test]
async fn an_expired_access_token_is_renewed_once_and_the_call_is_made_again() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    ibex.ok("userData.set", "{ firstName: 'Jane' }").await;
    sandbox::advance(ACCESS + 1).await;
    sandbox::forget().await;
    same(&ibex.ok("userData.get", "").await, "{ firstName: 'Jane' }");
    one_replay().await;
}

#[wasm_bindgen_test]
async fn two_hundred_calls_with_an_expired_token_cost_one_refresh_and_one_replay_each() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    ibex.ok("userData.set", "{ firstName: 'Jane' }").await;
    hear_sessions(&ibex);
    sandbox::advance(ACCESS + 1).await;
    sandbox::forget().await;
    wire::tap();
    // Questions of their own, or one request would serve them all.
    let path = "`/v1.2/ibexsafe/userdata/external/${test.ibex.session.externalUserId}?n=";
    let calls: Vec<_> = (0..200)
        .map(|n| ibex.call("request", &format!("'GET', {path}{n}`")))
        .collect();
    for call in calls {
        same(&call.await.unwrap(), "{ firstName: 'Jane' }");
    }
    let journal = sandbox::journal().await;
    let count = |line: &str| journal.iter().filter(|entry| *entry == line).count();
    assert_eq!(count(&format!("{RENEWAL} 200")), 1);
    assert_eq!(count(&format!("{GET} 200")), 200);
    assert_eq!(journal.len(), 1 + count(&format!("{GET} 401")) + 200);
    keep(
        "traffic",
        wire::traffic().await.into_iter().collect::<Array>(),
    );
    let most = "Math.max(...Object.values(Object.groupBy(test.traffic, ({ query }) => query)).map((sent) => sent.length))";
    same(&js(most), "2");
    assert!(holds("test.heard.length === 1 && test.heard[0] !== null"));
}

#[wasm_bindgen_test]
async fn the_same_question_asked_two_hundred_times_at_once_is_one_request() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    ibex.ok("userData.set", "{ firstName: 'Jane' }").await;
    sandbox::advance(ACCESS + 1).await;
    sandbox::forget().await;
    js("test.answers = []");
    let calls: Vec<_> = (0..200).map(|_| ibex.call("userData.get", "")).collect();
    for call in calls {
        keep("answer", call.await.unwrap());
        js("test.answers.push(test.answer)");
    }
    assert!(holds(
        "test.answers.every(({ firstName }) => firstName === 'Jane') && new Set(test.answers).size === 200"
    ));
    one_replay().await;
}

#[wasm_bindgen_test]
async fn refresh_calls_at_once_share_one_request_and_one_signal_ends_one_wait() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    wire::hold("POST", "/auth/refresh");
    js("test.controller = new AbortController()");
    let leaving = ibex.call("refresh", "{ signal: test.controller.signal }");
    let staying: Vec<_> = (0..3).map(|_| ibex.call("refresh", "")).collect();
    page::comes_true("test.release").await;
    js("test.controller.abort()");
    assert_eq!(leaving.await.unwrap_err().code(), "aborted");
    js("test.release()");
    for call in staying {
        call.await.unwrap();
    }
    assert_eq!(wire::sent(), [RENEWAL]);
    ibex.ok("userData.get", "").await;
    assert_eq!(wire::sent(), [RENEWAL, GET]);
}

#[wasm_bindgen_test]
async fn a_sign_out_under_a_refresh_is_the_last_word() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    hear_sessions(&ibex);
    sandbox::advance(ACCESS + 1).await;
    wire::tap();
    wire::hold("POST", "/auth/refresh");
    let reading = ibex.call("userData.get", "");
    page::comes_true("test.release").await;
    let renewing = ibex.call("refresh", "");
    ibex.now("signOut", "").unwrap();
    same(&ibex.session(), "null");
    assert_eq!(renewing.await.unwrap_err().code(), "not_signed_in");
    assert_eq!(reading.await.unwrap_err().code(), "not_signed_in");
    js("test.release()");
    page::comes_true("test.ibex.session === null").await;
    page::settle().await;
    same(&ibex.session(), "null");
    same(&js("test.heard"), "[null]");
    ibex.refused("userData.get", "", "not_signed_in").await;
}

#[wasm_bindgen_test]
async fn a_renewal_keeps_what_its_answer_does_not_name() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    js("test.bare = ({ expiresAt, refreshExpiresAt, ...rest }) => rest");
    keep("before", ibex.session());
    keep("after", ibex.ok("refresh", "").await);
    same(&js("test.bare(test.after)"), "test.bare(test.before)");
    assert!(holds("Object.keys(test.after.safeAddress).length > 0"));
}

#[wasm_bindgen_test]
async fn a_token_near_its_end_is_renewed_before_it_is_used() {
    page::fresh().await;
    let ibex = Ibex::with("{ refreshMargin: 60 }");
    ibex.ok("signUp", "").await;
    wire::tap();
    page::later(ACCESS - 61);
    ibex.ok("userData.get", "").await;
    assert_eq!(wire::sent(), [GET], "not before it is time");
    page::later(2);
    ibex.ok("userData.get", "").await;
    assert_eq!(wire::sent(), [GET, RENEWAL, GET]);
}

#[wasm_bindgen_test]
async fn the_user_s_own_clock_decides_nothing() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    for years in ["-20", "20"] {
        let moved = ["(_, real) => real() + ", years, " * 31557600000"].concat();
        page::instead("Date", "now", &moved);
        ibex.ok("userData.get", "").await;
    }
    assert_eq!(wire::sent(), [GET, GET]);
}

#[wasm_bindgen_test]
async fn a_token_that_could_not_be_renewed_early_is_used_while_it_is_good() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    wire::answer(
        "POST",
        "/auth/refresh",
        "() => new Response('', { status: 503 })",
    );
    page::later(ACCESS - 10);
    same(&ibex.ok("userData.get", "").await, "{}");
    page::later(20);
    ibex.refused("userData.get", "", "server_error").await;
    assert!(ibex.session().is_object());
}
