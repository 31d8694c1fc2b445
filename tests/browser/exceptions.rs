//! The exceptions of Chrome, Firefox and Safari, word for word as their sources have them, and the code of each.
//!
//! Real ones of Chromium: `ceremony`, and `tests/e2e` for frames and a page in the background.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{holds, js};
use crate::page;

/// How long the prompt was open, in seconds: enough to be seen, and as long as the challenge lives.
const SEEN: f64 = 5.0;
const LIFE: f64 = 60.0;

const CHROME: &str = "The operation either timed out or was not allowed. See: https://www.w3.org/TR/webauthn-2/#sctn-privacy-considerations-client.";
const FIREFOX: &str = "The request is not allowed by the user agent or the platform in the current context, possibly because the user denied permission.";

/// Lets the next prompts end with an exception, after a time that passes on the page's clock.
fn throws(name: &str, message: &str, seconds: f64) {
    js("test.passed = 0");
    page::instead(
        "performance",
        "now",
        "(_, real) => real() + test.passed * 1000",
    );
    let act = format!(
        "async () => {{ test.passed += {seconds}; throw test.exception = new DOMException({message:?}, {name:?}); }}"
    );
    page::instead("navigator.credentials", "create", &act);
    page::instead("navigator.credentials", "get", &act);
}

async fn refuses(table: &[(&str, &str, f64, &str)]) {
    page::fresh().await;
    for &(name, message, seconds, code) in table {
        throws(name, message, seconds);
        // Only a creation finds a passkey that is there already.
        let methods: &[_] = match name {
            "InvalidStateError" => &["signUp"],
            _ => &["signUp", "signIn"],
        };
        for method in methods {
            Ibex::new().refused(method, "", code).await.keep();
            assert!(holds("test.error.cause === test.exception"), "{message}");
        }
    }
}

#[wasm_bindgen_test]
async fn chrome_s_exceptions() {
    refuses(&[
        ("NotAllowedError", CHROME, SEEN, "passkey_cancelled"),
        ("NotAllowedError", CHROME, LIFE, "passkey_timeout"),
        ("InvalidStateError", "The user attempted to register an authenticator that contains one of the credentials already registered with the relying party.", SEEN, "passkey_already_registered"),
        ("SecurityError", "The relying party ID is not a registrable domain suffix of, nor equal to the current domain.", 0.0, "passkey_rp_mismatch"),
        ("NotSupportedError", "The specified `userVerification` requirement cannot be fulfilled by this device unless the device is secured with a screen lock.", SEEN, "passkey_not_supported"),
        ("OperationError", "A request is already pending.", 0.0, "passkey_failed"),
        ("NotReadableError", "An unknown error occurred while talking to the credential manager.", SEEN, "passkey_failed"),
    ])
    .await;
}

#[wasm_bindgen_test]
async fn firefox_s_exceptions() {
    refuses(&[
        ("NotAllowedError", FIREFOX, SEEN, "passkey_cancelled"),
        ("AbortError", "The operation was aborted. ", SEEN, "passkey_cancelled"),
        ("NotAllowedError", FIREFOX, LIFE, "passkey_timeout"),
        ("TimeoutError", "The operation timed out.", SEEN, "passkey_timeout"),
        ("InvalidStateError", "An attempt was made to use an object that is not, or is no longer, usable", SEEN, "passkey_already_registered"),
        ("SecurityError", "The operation is insecure.", 0.0, "passkey_rp_mismatch"),
        ("ConstraintError", "A mutation operation in the transaction failed because a constraint was not satisfied. For example, an object such as an object store or index already exists and a new one was being created.", SEEN, "passkey_not_supported"),
        ("NotSupportedError", "Operation is not supported", 0.0, "passkey_not_supported"),
        ("UnknownError", "The operation failed for an unknown transient reason", SEEN, "passkey_failed"),
    ])
    .await;
}

#[wasm_bindgen_test]
async fn safari_s_exceptions() {
    refuses(&[
        ("NotAllowedError", "This request has been cancelled by the user.", SEEN, "passkey_cancelled"),
        ("NotAllowedError", "Operation failed.", SEEN, "passkey_cancelled"),
        ("NotAllowedError", "Operation timed out.", LIFE, "passkey_timeout"),
        ("InvalidStateError", "At least one credential matches an entry of the excludeCredentials list in the platform attached authenticator.", SEEN, "passkey_already_registered"),
        ("SecurityError", "The provided RP ID is not a registrable domain suffix of the effective domain of the document.", 0.0, "passkey_rp_mismatch"),
        ("NotSupportedError", "options.pubKeyCredParams contains unsupported PublicKeyCredentialType value.", 0.0, "passkey_not_supported"),
        ("UnknownError", "Unknown internal error.", SEEN, "passkey_failed"),
    ])
    .await;
}
