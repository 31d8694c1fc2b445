//! The page that all tests share: clean at the start of each, changed for its length only.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::js::{holds, js, keep};
use crate::{authenticator, ibex, sandbox};

#[wasm_bindgen(module = "/tests/browser/page.js")]
extern "C" {
    fn replace(target: &JsValue, name: &str, value: &JsValue);
    fn intercept(target: &JsValue, name: &str, act: &Function);
    fn listen(kind: &str, heard: &Function);
    fn restore();
    #[wasm_bindgen(catch)]
    async fn until(condition: &Function, source: &str) -> Result<JsValue, JsValue>;
}

/// The start of every test: no client of an earlier one, an untouched page, an empty sandbox and an empty authenticator.
pub(crate) async fn fresh() {
    ibex::close_all();
    restore();
    sandbox::reset().await;
    authenticator::renew("{}").await;
    if in_firefox() {
        authenticator::hand_out_what_was_signed();
    }
    keep("base", sandbox::url().await);
}

/// Whether this is Firefox, whose own behaviour some tests assert.
pub(crate) fn in_firefox() -> bool {
    holds("navigator.userAgent.includes('Firefox')")
}

/// Puts another value in the place of a member, until the next test.
pub(crate) fn with(target: &str, name: &str, value: &str) {
    replace(&js(target), name, &js(value));
}

/// Puts `(argument, real) => …` in the place of a method, until the next test.
pub(crate) fn instead(target: &str, name: &str, act: &str) {
    intercept(&js(target), name, &js(act).unchecked_into());
}

/// Moves the page's clock on, until the next test: the one that the user cannot set.
pub(crate) fn later(seconds: u32) {
    let act = format!("(_, real) => real() + {seconds} * 1000");
    instead("performance", "now", &act);
}

/// Hears the window's events of a type, until the next test.
pub(crate) fn hear(kind: &str, heard: &str) {
    listen(kind, &js(heard).unchecked_into());
}

/// Lets the page go on until an expression is true.
pub(crate) async fn comes_true(expression: &str) {
    let condition = js(&["() => (", expression, ")"].concat());
    until(&condition.unchecked_into(), expression)
        .await
        .unwrap_or_else(|thrown| panic!("{thrown:?}"));
}

/// Lets everything happen that is ready to.
pub(crate) async fn settle() {
    for _ in 0..5 {
        keep("turned", false);
        js("setTimeout(() => { test.turned = true; })");
        comes_true("test.turned").await;
    }
}
