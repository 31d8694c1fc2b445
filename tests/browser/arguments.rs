//! What `signUp` and `signIn` take: a bad value is named and nothing is sent, an absent one is not sent as anything else.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{get, js, keep, same, text};
use crate::{page, wire};

#[wasm_bindgen_test]
async fn names_the_option_that_is_unusable_and_sends_nothing() {
    page::fresh().await;
    wire::tap();
    let ibex = Ibex::new();
    for (method, options, field) in [
        ("signUp", "7", "options"),
        ("signUp", "'jane'", "options"),
        ("signUp", "['jane']", "options"),
        ("signUp", "{ userName: 7 }", "userName"),
        ("signUp", "{ userDisplayName: {} }", "userDisplayName"),
        ("signUp", "{ mediation: 'optional' }", "mediation"),
        ("signUp", "{ mediation: 'Conditional' }", "mediation"),
        ("signUp", "{ mediation: '' }", "mediation"),
        ("signUp", "{ mediation: true }", "mediation"),
        ("signUp", "{ keyName: true }", "keyName"),
        ("signUp", "{ keyDisplayName: [] }", "keyDisplayName"),
        ("signUp", "{ chainId: '100' }", "chainId"),
        ("signUp", "{ chainId: 1.5 }", "chainId"),
        ("signUp", "{ chainId: -1 }", "chainId"),
        ("signUp", "{ chainId: 100n }", "chainId"),
        ("signUp", "{ chainIds: 100 }", "chainIds"),
        ("signUp", "{ chainIds: [100, NaN] }", "chainIds"),
        ("signUp", "{ signal: {} }", "signal"),
        ("signUp", "{ signal: 'now' }", "signal"),
        ("prepareSignUp", "7", "options"),
        ("prepareSignUp", "{ userName: 7 }", "userName"),
        ("prepareSignUp", "{ chainIds: 100 }", "chainIds"),
        ("prepareSignIn", "'now'", "options"),
        ("prepareSignIn", "{ signal: {} }", "signal"),
        ("signIn", "() => {}", "options"),
        ("signIn", "{ includeUserdata: 'yes' }", "includeUserdata"),
        ("signIn", "{ includeBalance: 1 }", "includeBalance"),
        (
            "signIn",
            "{ includeTransactions: {} }",
            "includeTransactions",
        ),
        ("signIn", "{ asyncData: true }", "asyncData"),
        ("signIn", "{ safeAddress: 7 }", "safeAddress"),
        ("signIn", "{ deploySaltNonce: 1 }", "deploySaltNonce"),
        ("signIn", "{ mediation: 'silent' }", "mediation"),
        ("signIn", "{ signal: new AbortController() }", "signal"),
    ] {
        let refusal = ibex.refused(method, options, "invalid_argument").await;
        assert!(
            refusal.message().starts_with(field),
            "{options}: {}",
            refusal.message()
        );
    }
    assert_eq!(wire::sent(), Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn a_bad_option_does_not_disturb_the_ceremony_under_way() {
    page::fresh().await;
    wire::tap();
    wire::hold("GET", "/auth/sign-up");
    let ibex = Ibex::new();
    let pending = ibex.call("signUp", "");
    page::comes_true("test.release").await;
    ibex.refused("signIn", "{ mediation: 7 }", "invalid_argument")
        .await;
    ibex.refused("signIn", "{ signal: AbortSignal.abort() }", "aborted")
        .await;
    js("test.release()");
    pending.await.unwrap();
}

#[wasm_bindgen_test]
async fn what_is_absent_is_not_sent() {
    page::fresh().await;
    wire::tap();
    let ibex = Ibex::new();
    ibex.ok("signUp", "{ userName: null, keyName: undefined }")
        .await;
    ibex.ok("signIn", "null").await;
    for one in wire::traffic().await {
        same(
            &get(&one, "query"),
            if text(&one, "method") == "GET" {
                "'?wallet=passkeys'"
            } else {
                "''"
            },
        );
        if text(&one, "method") == "POST" {
            keep("sent", js_sys::JSON::parse(&text(&one, "body")).unwrap());
            same(&js("Object.keys(test.sent)"), "['credential']");
        }
    }
}

#[wasm_bindgen_test]
async fn what_is_given_is_sent_where_the_protocol_has_it() {
    page::fresh().await;
    wire::tap();
    let ibex = Ibex::with("{ rpId: 'localhost' }");
    let sign_up = "{ userName: 'jané & co', userDisplayName: 'Jane', keyName: 'k', keyDisplayName: 'K', chainIds: [100, 421614] }";
    let session = ibex.ok("signUp", sign_up).await;
    same(
        &js("Object.keys(test.ibex.session.safeAddress)"),
        "['100', '421614']",
    );
    same(&get(&session, "keyDisplayName"), "'K'");
    let signed_in = ibex
        .ok("signIn", "{ includeBalance: true, includeTransactions: true, includeUserdata: false, chainId: 100, mediation: 'required' }")
        .await;
    same(&get(&signed_in, "chainId"), "100");
    same(
        &get(&signed_in, "transactions"),
        "{ total: 0, page: 1, data: [] }",
    );
    assert!(get(&signed_in, "balance").is_object());
    assert!(get(&signed_in, "userdata").is_undefined());

    let traffic = wire::traffic().await;
    keep("query", get(&traffic[0], "query"));
    same(
        &js("Object.fromEntries(new URLSearchParams(test.query))"),
        "{ wallet: 'passkeys', rpId: 'localhost', userName: 'jané & co', userDisplayName: 'Jane', keyName: 'k', keyDisplayName: 'K' }",
    );
    keep(
        "body",
        js_sys::JSON::parse(&text(&traffic[3], "body")).unwrap(),
    );
    same(
        &js("(({ credential, ...rest }) => rest)(test.body)"),
        "{ includeBalance: true, includeTransactions: true, includeUserdata: false, chainId: 100 }",
    );
    assert!(
        traffic
            .iter()
            .all(|one| text(one, "headers.x-rpid") == "localhost")
    );
}
