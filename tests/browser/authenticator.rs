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

/// Whether a server can take what it signs where a PRF is evaluated.
/// NOTE: Firefox's puts the output into what it hands out (`authenticatorData`) after it has signed that (153, without the
/// flag for extension data), so the signature is wrong. Firefox with a real authenticator has none of this.
pub(crate) fn signs_with_prf() -> bool {
    !holds("navigator.userAgent.includes('Firefox')")
}
