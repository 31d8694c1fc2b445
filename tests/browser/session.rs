//! Who may call what: nobody without a session, nobody after `close`, and each client for itself.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{holds, js, keep, same};
use crate::{page, wire};

/// Every call that needs a session.
const AUTHORISED: [(&str, &str); 8] = [
    ("refresh", ""),
    ("userData.get", ""),
    ("userData.set", "{ a: 1 }"),
    ("userData.set", "{}"),
    ("userData.delete", "'a'"),
    ("email.validate", "'jane@foo.domain'"),
    (
        "email.confirm",
        "{ email: 'jane@foo.domain', code: '123456' }",
    ),
    ("request", "'GET', '/health'"),
];

#[wasm_bindgen_test]
async fn nothing_is_sent_for_nobody() {
    page::fresh().await;
    wire::tap();
    let ibex = Ibex::new();
    same(&ibex.session(), "null");
    for (method, arguments) in AUTHORISED {
        let refusal = ibex.refused(method, arguments, "not_signed_in").await;
        assert!(!refusal.retryable());
    }
    ibex.now("signOut", "").unwrap();
    assert_eq!(wire::sent(), Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn after_close_every_call_is_refused_and_nothing_is_sent() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    ibex.now("close", "").unwrap();
    wire::tap();
    same(&ibex.session(), "null");
    let ceremonies = [
        ("signUp", ""),
        ("signIn", ""),
        ("signIn", "{ mediation: 'conditional' }"),
        ("prepareSignUp", ""),
        ("prepareSignIn", ""),
    ];
    for (method, arguments) in AUTHORISED.into_iter().chain(ceremonies) {
        ibex.refused(method, arguments, "client_closed").await;
    }
    let refusal = ibex.now("on", "'session', () => {}").unwrap_err();
    assert_eq!(refusal.code(), "client_closed");
    ibex.now("signOut", "").unwrap();
    ibex.now("close", "").unwrap();
    assert_eq!(wire::sent(), Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn close_ends_pending_calls_at_once_and_tells_no_listener_afterwards() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    js("test.heard = []");
    ibex.now("on", "'session', (session) => test.heard.push(session)")
        .unwrap();
    wire::tap();
    wire::answer(
        "GET",
        "/userdata/",
        "(request) => { test.get = request; return new Promise(() => {}); }",
    );
    wire::hold("POST", "/auth/refresh");
    let reading = ibex.call("userData.get", "");
    let renewing = ibex.call("refresh", "");
    page::comes_true("test.release && test.get").await;
    ibex.now("close", "").unwrap();
    assert_eq!(reading.await.unwrap_err().code(), "client_closed");
    assert_eq!(renewing.await.unwrap_err().code(), "client_closed");
    page::comes_true("test.get.signal.aborted").await;

    let heard = js("test.heard.length");
    js("test.release()");
    page::settle().await;
    same(&ibex.session(), "null");
    assert_eq!(js("test.heard.length"), heard);
}

#[wasm_bindgen_test]
async fn two_clients_do_not_share_a_session() {
    page::fresh().await;
    let one = Ibex::signed_up().await;
    let other = Ibex::new();
    same(&other.session(), "null");
    other.refused("userData.get", "", "not_signed_in").await;
    other.ok("signUp", "{ userName: 'john' }").await;
    keep("one", one.session());
    keep("other", other.session());
    assert!(holds(
        "test.one.externalUserId !== test.other.externalUserId"
    ));

    one.ok("userData.set", "{ whose: 'one' }").await;
    other.ok("userData.set", "{ whose: 'other' }").await;
    other.now("signOut", "").unwrap();
    same(&one.ok("userData.get", "").await, "{ whose: 'one' }");
    other.now("close", "").unwrap();
    one.ok("refresh", "").await;
}

#[wasm_bindgen_test]
async fn a_sign_up_replaces_the_session_and_a_call_of_the_last_one_is_not_sent_for_the_next() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    wire::answer_once(
        "GET",
        "/userdata/",
        "async () => {
            await new Promise((release) => { test.release = release; });
            return Response.json({ message: 'Access token has expired' }, { status: 401 });
        }",
    );
    let reading = ibex.call("userData.get", "");
    page::comes_true("test.release").await;
    ibex.ok("signUp", "{ userName: 'john' }").await;
    js("test.release()");
    assert_eq!(reading.await.unwrap_err().code(), "not_signed_in");
    let reads = wire::sent()
        .iter()
        .filter(|line| line.contains("userdata"))
        .count();
    assert_eq!(reads, 1);
    same(&ibex.ok("userData.get", "").await, "{}");
}

#[wasm_bindgen_test]
async fn the_session_that_is_handed_out_is_a_copy() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    keep("before", ibex.session());
    js("test.copy = JSON.parse(JSON.stringify(test.before))");
    js(
        "test.before.externalUserId = 'evil', test.before.roles.push('ADMIN'), delete test.before.safeAddress",
    );
    same(&ibex.session(), "test.copy");
    ibex.ok("userData.set", "{ a: 1 }").await;
}

#[wasm_bindgen_test]
async fn a_client_cannot_be_changed() {
    page::fresh().await;
    Ibex::new();
    assert!(holds(
        "[test.ibex, test.ibex.userData, test.ibex.email].every(Object.isFrozen)"
    ));
    assert!(holds(
        "Object.getPrototypeOf(test.ibex) === Object.prototype"
    ));
    assert!(holds("!Reflect.set(test.ibex, 'session', {})"));
}
