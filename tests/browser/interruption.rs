//! Ceremonies that are taken away: by the caller's signal, by a newer one, by `close`, by a sign-out.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{get, holds, js, same};
use crate::{authenticator, page, sandbox, wire};

/// Counts prompts that opened, and those that the browser has settled.
fn watch() {
    js("test.opened = test.settled = 0");
    let act = "async (options, real) => {
        test.opened += 1;
        try { return await real(options); } finally { test.settled += 1; }
    }";
    page::instead("navigator.credentials", "create", act);
    page::instead("navigator.credentials", "get", act);
}

#[wasm_bindgen_test]
async fn a_signal_that_fired_already_lets_nothing_be_sent() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    sandbox::forget().await;
    js("test.fired = AbortSignal.abort('a reason')");
    for (method, arguments) in [
        ("signUp", "{ signal: test.fired }"),
        ("signIn", "{ signal: test.fired }"),
        ("signIn", "{ mediation: 'conditional', signal: test.fired }"),
        ("prepareSignUp", "{ signal: test.fired }"),
        ("prepareSignIn", "{ signal: test.fired }"),
        ("refresh", "{ signal: test.fired }"),
        ("userData.get", "{ signal: test.fired }"),
        ("userData.set", "{ a: 1 }, { signal: test.fired }"),
        ("userData.set", "{}, { signal: test.fired }"),
        (
            "email.validate",
            "'jane@foo.domain', { signal: test.fired }",
        ),
        (
            "email.confirm",
            "{ email: 'jane@foo.domain', code: '123456', signal: test.fired }",
        ),
        ("request", "'GET', '/health', { signal: test.fired }"),
    ] {
        let refusal = ibex.refused(method, arguments, "aborted").await;
        same(&refusal.member("cause"), "'a reason'");
        assert!(!refusal.retryable(), "{method}");
    }
    page::settle().await;
    assert_eq!(sandbox::journal().await, Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn a_signal_takes_an_open_prompt_away_at_once() {
    page::fresh().await;
    authenticator::left_alone().await;
    watch();
    let ibex = Ibex::new();
    for (round, method) in ["signUp", "signIn"].into_iter().enumerate() {
        js("test.controller = new AbortController()");
        let pending = ibex.call(method, "{ signal: test.controller.signal }");
        page::comes_true(&format!("test.opened === {}", round + 1)).await;
        js("test.controller.abort()");
        let refusal = pending.await.unwrap_err();
        assert_eq!(refusal.code(), "aborted");
        refusal.keep();
        assert!(holds("test.error.cause === test.controller.signal.reason"));
        page::comes_true("test.settled === test.opened").await;
    }
    same(&ibex.session(), "null");
}

#[wasm_bindgen_test]
async fn a_signal_ends_the_fetch_of_the_challenge_too() {
    page::fresh().await;
    wire::tap();
    wire::answer(
        "GET",
        "/auth/sign-in",
        "(request) => { test.request = request; return new Promise(() => {}); }",
    );
    watch();
    let ibex = Ibex::new();
    js("test.controller = new AbortController()");
    let pending = ibex.call("signIn", "{ signal: test.controller.signal }");
    page::comes_true("test.request").await;
    js("test.controller.abort()");
    assert_eq!(pending.await.unwrap_err().code(), "aborted");
    page::comes_true("test.request.signal.aborted").await;
    assert!(holds("test.opened === 0"));
}

#[wasm_bindgen_test]
async fn a_newer_ceremony_takes_the_older_away_and_succeeds() {
    page::fresh().await;
    authenticator::left_alone().await;
    watch();
    let ibex = Ibex::new();
    let older = ibex.call("signUp", "{ userName: 'older' }");
    page::comes_true("test.opened === 1").await;
    wire::tap();
    wire::hold("GET", "/auth/sign-up");
    let newer = ibex.call("signUp", "{ userName: 'newer', keyName: 'newer' }");
    assert_eq!(older.await.unwrap_err().code(), "aborted");
    // Not before: an authenticator that comes while a prompt is open answers it.
    page::comes_true("test.release").await;
    authenticator::renew("{}").await;
    js("test.release()");
    let session = newer.await.unwrap();
    same(&get(&session, "keyName"), "'newer'");
    assert!(holds("test.opened === 2 && test.settled === 2"));
    same(&get(&ibex.session(), "keyName"), "'newer'");
}

#[wasm_bindgen_test]
async fn of_many_ceremonies_at_once_the_last_one_wins() {
    page::fresh().await;
    watch();
    let ibex = Ibex::signed_up().await;
    let pending: Vec<_> = (0..5).map(|_| ibex.call("signIn", "")).collect();
    let mut codes = Vec::new();
    for call in pending {
        codes.push(
            call.await
                .map_or_else(|refusal| refusal.code(), |_| "signed in".to_owned()),
        );
    }
    assert_eq!(
        codes,
        ["aborted", "aborted", "aborted", "aborted", "signed in"]
    );
}

#[wasm_bindgen_test]
async fn waits_until_the_browser_has_let_go_of_the_older_prompt() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    // A browser that takes its time: the prompt settles only when the test says so.
    page::instead(
        "navigator.credentials",
        "get",
        "(options, real) => {
            if (test.first) return real(options);
            test.first = options.signal;
            return new Promise((_, reject) => { test.letGo = () => reject(options.signal.reason); });
        }",
    );
    let older = ibex.call("signIn", "");
    page::comes_true("test.first").await;
    wire::tap();
    let newer = ibex.call("signIn", "");
    assert_eq!(older.await.unwrap_err().code(), "aborted");
    assert!(holds("test.first.aborted"));
    page::settle().await;
    assert_eq!(
        wire::sent(),
        Vec::<String>::new(),
        "not before the older one is gone"
    );
    js("test.letGo()");
    newer.await.unwrap();
}

#[wasm_bindgen_test]
async fn close_takes_an_open_prompt_away() {
    page::fresh().await;
    authenticator::left_alone().await;
    watch();
    let ibex = Ibex::new();
    let pending = ibex.call("signUp", "");
    page::comes_true("test.opened === 1").await;
    ibex.now("close", "").unwrap();
    assert_eq!(pending.await.unwrap_err().code(), "client_closed");
    page::comes_true("test.settled === 1").await;
}

#[wasm_bindgen_test]
async fn a_sign_out_under_the_prompt_is_the_last_word() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    wire::hold("POST", "/auth/sign-in");
    let pending = ibex.call("signIn", "");
    page::comes_true("test.release").await;
    ibex.now("signOut", "").unwrap();
    js("test.release()");
    assert_eq!(pending.await.unwrap_err().code(), "aborted");
    same(&ibex.session(), "null");
    ibex.refused("userData.get", "", "not_signed_in").await;
}

#[wasm_bindgen_test]
async fn two_clients_have_a_prompt_of_their_own() {
    page::fresh().await;
    wire::tap();
    wire::hold("GET", "/auth/sign-up");
    let one = Ibex::new();
    let pending = one.call("signUp", "{ keyName: 'one' }");
    page::comes_true("test.release").await;
    let other = Ibex::new();
    other.ok("signUp", "{ keyName: 'other' }").await;
    js("test.release()");
    same(&get(&pending.await.unwrap(), "keyName"), "'one'");
}
