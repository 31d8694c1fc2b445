//! What a browser may throw at a ceremony, or hand back that is no credential: each has its code.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{holds, js, same};
use crate::{page, wire};

#[wasm_bindgen_test]
async fn without_passkeys_nothing_is_sent() {
    page::fresh().await;
    wire::tap();
    page::with("navigator", "credentials", "undefined");
    for method in ["signUp", "signIn"] {
        let refusal = Ibex::new()
            .refused(method, "", "passkey_not_supported")
            .await;
        assert!(!refusal.retryable());
    }
    assert_eq!(wire::sent(), Vec::<String>::new());

    page::fresh().await;
    wire::tap();
    page::with("globalThis", "PublicKeyCredential", "undefined");
    for method in ["signUp", "signIn"] {
        Ibex::new()
            .refused(method, "", "passkey_not_supported")
            .await;
    }
    assert_eq!(wire::sent(), Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn a_prompt_that_resolves_with_nothing_has_failed() {
    page::fresh().await;
    for nothing in [
        "null",
        "undefined",
        "'yes'",
        "{}",
        "{ rawId: new ArrayBuffer(8) }",
    ] {
        let act = ["async () => (", nothing, ")"].concat();
        page::instead("navigator.credentials", "create", &act);
        page::instead("navigator.credentials", "get", &act);
        for method in ["signUp", "signIn"] {
            let ibex = Ibex::new();
            ibex.refused(method, "", "passkey_failed").await;
            same(&ibex.session(), "null");
        }
    }
}

#[wasm_bindgen_test]
async fn each_exception_has_its_code_and_is_the_cause() {
    page::fresh().await;
    let table = [
        (
            "new DOMException('', 'NotAllowedError')",
            "passkey_cancelled",
        ),
        // Firefox, when the user cancels.
        ("new DOMException('', 'AbortError')", "passkey_cancelled"),
        ("new DOMException('', 'TimeoutError')", "passkey_timeout"),
        (
            "new DOMException('', 'SecurityError')",
            "passkey_rp_mismatch",
        ),
        (
            "new DOMException('', 'NotSupportedError')",
            "passkey_not_supported",
        ),
        ("new DOMException('', 'UnknownError')", "passkey_failed"),
        ("new TypeError('no')", "passkey_failed"),
        ("{ name: 'NotAllowedError' }", "passkey_cancelled"),
        (
            "{ get name() { throw new Error('no'); } }",
            "passkey_failed",
        ),
        ("'a word'", "passkey_failed"),
    ];
    for (thrown, code) in table {
        js(&["test.thrownAway = ", thrown].concat());
        for act in [
            "async () => { throw test.thrownAway; }",
            "() => { throw test.thrownAway; }",
        ] {
            page::instead("navigator.credentials", "get", act);
            Ibex::new().refused("signIn", "", code).await.keep();
            assert!(holds("test.error.cause === test.thrownAway"), "{thrown}");
        }
    }
    for nothing in ["undefined", "null"] {
        let act = ["() => Promise.reject(", nothing, ")"].concat();
        page::instead("navigator.credentials", "get", &act);
        Ibex::new().refused("signIn", "", "passkey_failed").await;
    }
}

#[wasm_bindgen_test]
async fn a_refusal_after_the_time_of_the_challenge_is_a_timeout() {
    page::fresh().await;
    wire::tap();
    let short = "async (request, real) => {
        const answer = await (await real(request)).json();
        answer.credentialRequestOptions.timeout = 1;
        return Response.json(answer);
    }";
    wire::answer("GET", "/auth/sign-in", short);
    let late = "async () => {
        const until = performance.now() + 2;
        while (performance.now() < until) await new Promise((resolve) => setTimeout(resolve));
        throw new DOMException('', 'NotAllowedError');
    }";
    page::instead("navigator.credentials", "get", late);
    Ibex::new().refused("signIn", "", "passkey_timeout").await;
}
