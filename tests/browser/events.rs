//! Listeners: told after the fact, harmless whatever they do, and gone when they are taken away.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{get, holds, js, same};
use crate::{page, wire};

#[wasm_bindgen_test]
async fn names_a_type_that_there_is_not_and_a_listener_that_is_none() {
    page::fresh().await;
    let ibex = Ibex::new();
    for (arguments, field) in [
        ("", "type"),
        ("'sessions', () => {}", "type"),
        ("'Session', () => {}", "type"),
        ("null, () => {}", "type"),
        ("Symbol('session'), () => {}", "type"),
        ("'session'", "listener"),
        ("'session', null", "listener"),
        ("'session', {}", "listener"),
        ("'error', 'log'", "listener"),
    ] {
        let refusal = ibex.now("on", arguments).unwrap_err();
        assert_eq!(refusal.code(), "invalid_argument", "{arguments}");
        assert!(
            refusal.message().starts_with(field),
            "{arguments}: {}",
            refusal.message()
        );
    }
}

#[wasm_bindgen_test]
async fn a_listener_that_throws_harms_nobody_and_is_reported() {
    page::fresh().await;
    js("test.reported = []");
    page::hear(
        "unhandledrejection",
        "(event) => { event.preventDefault(); test.reported.push(event.reason); }",
    );
    let ibex = Ibex::new();
    js("test.heard = []");
    ibex.now(
        "on",
        "'session', () => { throw (test.thrown1 = new Error('the first one')); }",
    )
    .unwrap();
    ibex.now("on", "'session', (session) => test.heard.push(session)")
        .unwrap();
    let session = ibex.ok("signUp", "").await;
    crate::js::keep("session", session);
    same(&js("test.heard"), "[test.session]");
    page::comes_true("test.reported.length > 0").await;
    assert!(holds(
        "test.reported.length === 1 && test.reported[0] === test.thrown1"
    ));
}

#[wasm_bindgen_test]
async fn a_listener_that_returns_a_rejection_harms_nobody() {
    page::fresh().await;
    js("test.reported = []");
    page::hear(
        "unhandledrejection",
        "(event) => { event.preventDefault(); test.reported.push(event.reason); }",
    );
    let ibex = Ibex::new();
    ibex.now("on", "'session', async () => { throw new Error('later'); }")
        .unwrap();
    ibex.ok("signUp", "").await;
    page::comes_true("test.reported.length === 1").await;
}

#[wasm_bindgen_test]
async fn a_listener_may_call_the_client() {
    page::fresh().await;
    let ibex = Ibex::new();
    js("test.seen = []");
    let listener = "'session', (session) => {
        if (!session) { test.seen.push('out'); return; }
        test.seen.push(test.ibex.session.externalUserId === session.externalUserId);
        const off = test.ibex.on('session', () => test.seen.push('nested'));
        off();
        test.reading = test.ibex.userData.set({ a: 1 }).then(() => test.ibex.userData.get());
    }";
    ibex.now("on", listener).unwrap();
    ibex.ok("signUp", "").await;
    js("test.reading.then((data) => { test.data = data; })");
    page::comes_true("test.data").await;
    same(&js("test.data"), "{ a: 1 }");
    same(&js("test.seen"), "[true]");

    // It signs out of the session that it is told of: the last word counts.
    ibex.now(
        "on",
        "'session', (session) => { if (session) test.ibex.signOut(); }",
    )
    .unwrap();
    ibex.refused("refresh", "", "not_signed_in").await;
    same(&ibex.session(), "null");
}

#[wasm_bindgen_test]
async fn a_listener_may_close_the_client() {
    page::fresh().await;
    let ibex = Ibex::new();
    ibex.now("on", "'session', () => test.ibex.close()")
        .unwrap();
    ibex.refused("signUp", "", "client_closed").await;
    same(&ibex.session(), "null");
    ibex.refused("userData.get", "", "client_closed").await;
}

#[wasm_bindgen_test]
async fn a_listener_that_was_taken_away_hears_nothing_more() {
    page::fresh().await;
    let ibex = Ibex::new();
    js("test.heard = []");
    let off = ibex
        .now("on", "'session', () => test.heard.push('first')")
        .unwrap();
    crate::js::keep("off", off);
    ibex.now("on", "'session', () => test.heard.push('second')")
        .unwrap();
    ibex.now("on", "'error', () => test.heard.push('error')")
        .unwrap();
    ibex.ok("signUp", "").await;
    same(&js("test.off()"), "undefined");
    js("test.off()");
    ibex.now("signOut", "").unwrap();
    same(&js("test.heard"), "['first', 'second', 'second']");
    ibex.now("signOut", "").unwrap();
    same(&js("test.heard.length"), "3");
}

#[wasm_bindgen_test]
async fn tells_of_a_sign_in_of_a_renewal_and_of_the_end() {
    page::fresh().await;
    let ibex = Ibex::new();
    js("test.heard = []");
    // What is heard is committed: the session is there when the listener runs.
    let listener = "'session', (session) => test.heard.push([session?.externalUserId, test.ibex.session?.externalUserId])";
    ibex.now("on", listener).unwrap();
    let session = ibex.ok("signUp", "").await;
    crate::js::keep("id", get(&session, "externalUserId"));
    ibex.ok("refresh", "").await;
    ibex.now("signOut", "").unwrap();
    same(
        &js("test.heard"),
        "[[test.id, test.id], [test.id, test.id], [undefined, undefined]]",
    );
}

#[wasm_bindgen_test]
async fn what_fails_in_the_background_is_told_as_an_error() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    js("test.errors = [], test.sessions = []");
    ibex.now("on", "'error', (error) => test.errors.push(error)")
        .unwrap();
    ibex.now("on", "'session', (session) => test.sessions.push(session)")
        .unwrap();
    wire::tap();
    wire::answer_once(
        "POST",
        "/auth/refresh",
        "() => new Response('', { status: 503 })",
    );
    js("window.dispatchEvent(new Event('online'))");
    page::settle().await;
    assert_eq!(wire::sent(), Vec::<String>::new(), "the token is young");

    // An hour of sleep later the page wakes up.
    page::later(3590);
    js("window.dispatchEvent(new Event('online'))");
    page::comes_true("test.errors.length === 1").await;
    same(&js("test.errors[0].code"), "'server_error'");
    assert!(holds(
        "test.errors[0] instanceof Error && test.errors[0].name === 'IbexError'"
    ));
    same(&js("test.sessions"), "[]");

    // Not at once again: the next attempt has its time.
    js("document.dispatchEvent(new Event('visibilitychange'))");
    page::later(3601);
    js("document.dispatchEvent(new Event('visibilitychange'))");
    page::comes_true("test.sessions.length === 1").await;
    assert!(holds(
        "test.errors.length === 1 && test.sessions[0].expiresAt > 0"
    ));
}

#[wasm_bindgen_test]
async fn a_closed_client_does_not_wake_up() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    ibex.now("close", "").unwrap();
    wire::tap();
    page::later(3590);
    for kind in ["online", "pageshow"] {
        js(&["window.dispatchEvent(new Event('", kind, "'))"].concat());
    }
    js("document.dispatchEvent(new Event('visibilitychange'))");
    page::settle().await;
    assert_eq!(wire::sent(), Vec::<String>::new());
}
