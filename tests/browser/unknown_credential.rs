//! A passkey that the API does not know is made to disappear, and only on a clear word.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{js, same};
use crate::{authenticator, page, sandbox, wire};

/// What may be in the place of a signal method.
pub(crate) const ODD: [&str; 7] = [
    "undefined",
    "'no function'",
    "() => { throw new Error('no'); }",
    "() => Promise.reject(new Error('no'))",
    "() => new Promise(() => {})",
    "() => ({ get then() { throw new Error('no'); } })",
    "() => undefined",
];

/// Keeps what the browser is told, and the id of each credential.
fn record() {
    js("test.told = []");
    let told = "async (options) => { test.told.push(options); }";
    page::with("PublicKeyCredential", "signalUnknownCredential", told);
    let act = "async (options, real) => { const made = await real(options); test.id = made.id; return made; }";
    page::instead("navigator.credentials", "create", act);
    page::instead("navigator.credentials", "get", act);
}

#[wasm_bindgen_test]
async fn says_nothing_after_a_failure_that_may_pass() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    record();
    wire::tap();
    let table = [
        ("() => { throw new TypeError('no answer'); }", "network"),
        (
            "() => Response.json({ message: 'Unknown credential' }, { status: 500 })",
            "server_error",
        ),
        (
            "() => Response.json({ message: 'Unknown credential' }, { status: 503 })",
            "server_error",
        ),
        (
            "() => Response.json({ message: 'Unknown credential' }, { status: 429, headers: { 'retry-after': '120' } })",
            "rate_limited",
        ),
        (
            "() => Response.json({ message: 'Bad signature' }, { status: 401 })",
            "unauthorized",
        ),
        (
            "() => Response.json({ message: 'Route not found' }, { status: 404 })",
            "not_found",
        ),
    ];
    for (answer, code) in table {
        wire::answer("POST", "/auth/sign-in", answer);
        ibex.refused("signIn", "", code).await;
    }
    for (answer, code) in &table[..4] {
        authenticator::forget().await;
        wire::answer("POST", "/auth/sign-up", answer);
        ibex.refused("signUp", "", code).await;
    }
    page::settle().await;
    same(&js("test.told"), "[]");
}

#[wasm_bindgen_test]
async fn a_sign_in_with_a_forgotten_passkey_makes_it_disappear() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    ibex.now("signOut", "").unwrap();
    record();
    sandbox::reset().await;
    let refusal = ibex.refused("signIn", "", "unauthorized").await;
    assert_eq!(refusal.message(), "Unknown credential");
    same(
        &js("test.told"),
        "[{ rpId: 'localhost', credentialId: test.id }]",
    );
}

#[wasm_bindgen_test]
async fn a_new_passkey_that_was_refused_disappears() {
    page::fresh().await;
    record();
    wire::tap();
    wire::answer(
        "POST",
        "/auth/sign-up",
        "() => Response.json({ message: 'Quota' }, { status: 403 })",
    );
    Ibex::new().refused("signUp", "", "forbidden").await;
    same(
        &js("test.told"),
        "[{ rpId: 'localhost', credentialId: test.id }]",
    );
}

#[wasm_bindgen_test]
async fn a_browser_that_cannot_or_will_not_do_it_changes_nothing() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    sandbox::reset().await;
    js("test.unhandled = []");
    page::hear(
        "unhandledrejection",
        "(event) => { test.unhandled.push(String(event.reason)); }",
    );
    for odd in ODD {
        page::with("PublicKeyCredential", "signalUnknownCredential", odd);
        ibex.refused("signIn", "", "unauthorized").await;
    }
    page::settle().await;
    same(&js("test.unhandled"), "[]");
}

#[wasm_bindgen_test]
async fn the_browser_takes_a_forgotten_passkey_out_of_the_authenticator() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    ibex.now("signOut", "").unwrap();
    assert_eq!(authenticator::credentials().await.len(), 1);
    sandbox::reset().await;
    ibex.refused("signIn", "", "unauthorized").await;
    if !authenticator::is_told() {
        // It stays, and is refused again.
        page::settle().await;
        ibex.refused("signIn", "", "unauthorized").await;
        return;
    }
    authenticator::comes_to_hold(&[]).await;
    ibex.refused("signIn", "", "passkey_cancelled").await;
}

#[wasm_bindgen_test]
async fn the_browser_takes_out_the_new_passkey_that_was_refused_and_no_other() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    wire::answer_once(
        "POST",
        "/auth/sign-up",
        "() => Response.json({ message: 'Quota' }, { status: 403 })",
    );
    ibex.refused("signUp", "{ userName: 'john' }", "forbidden")
        .await;
    if !authenticator::is_told() {
        page::settle().await;
        assert_eq!(authenticator::credentials().await.len(), 2);
        return;
    }
    authenticator::comes_to_hold(&[["jane.doe@foo.domain"; 2]]).await;
    ibex.ok("signIn", "").await;
}
