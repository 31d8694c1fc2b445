//! The virtual authenticator of this browser session, steered through the WebDriver proxy.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::js::{get, holds, text};
use crate::page;
use crate::sandbox::control;

/// A new, empty one. Its options are those of the WebDriver command, such as `isUserConsenting`.
pub(crate) async fn renew(options: &str) {
    control("webdriver", "POST", "/authenticator/replace", options).await;
}

/// One whose user never touches it, so that a prompt stays open until it is taken away.
pub(crate) async fn left_alone() {
    renew("{ isUserConsenting: false }").await;
}

/// Forgets all passkeys; it has room for three.
pub(crate) async fn forget() {
    control(
        "webdriver",
        "DELETE",
        "/authenticator/credentials",
        "undefined",
    )
    .await;
}

/// What it holds, as WebDriver tells it: `credentialId`, `userHandle`, `userName`, `userDisplayName` and more.
pub(crate) async fn credentials() -> Vec<JsValue> {
    let told = control(
        "webdriver",
        "GET",
        "/authenticator/credentials",
        "undefined",
    );
    Array::from(&get(&told.await, "value")).to_vec()
}

/// Waits until what it holds has these names for its accounts; the browser hands signals on when it has the time.
pub(crate) async fn comes_to_hold(names: &[[&str; 2]]) {
    let mut held = Vec::new();
    for _ in 0..500 {
        held = credentials().await;
        let name = |one: &JsValue| [text(one, "userName"), text(one, "userDisplayName")];
        if held.iter().map(name).eq(names.iter().copied()) {
            return;
        }
        page::settle().await;
    }
    panic!("it holds {held:?}, not {names:?}");
}

/// Whether the user confirms the next prompts, or cancels them.
pub(crate) async fn confirmed_by_user(confirmed: bool) {
    let body = format!("{{ isUserVerified: {confirmed} }}");
    control("webdriver", "POST", "/authenticator", &body).await;
}

/// Whether the browser hands signals on to it. Firefox (153) has no signal methods.
pub(crate) fn is_told() -> bool {
    let told = !page::in_firefox();
    assert_eq!(
        told,
        holds("'signalUnknownCredential' in PublicKeyCredential")
    );
    told
}

/// Takes away what Firefox's virtual authenticator (153) puts behind the data that it has signed, until the next test.
/// NOTE: where it evaluates a PRF that is the output, without the flag for extension data, so no server could take the
/// signature. Firefox with a real authenticator has none of this.
pub(crate) fn hand_out_what_was_signed() {
    let act = "async (options, real) => {
        const credential = await real(options);
        const { response } = credential;
        const data = response.authenticatorData;
        // Neither of the flags AT and ED: the data ends behind the counter (WebAuthn Level 3 §6.1).
        if (!(new Uint8Array(data)[32] & 0xc0)) Object.defineProperty(response, 'authenticatorData', { value: data.slice(0, 37) });
        return credential;
    }";
    page::instead("navigator.credentials", "get", act);
}
