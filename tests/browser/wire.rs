//! What goes over the wire, seen and changed in the page: a `fetch` of the tests in front of the browser's own.

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use crate::js::js;
use crate::page;

#[wasm_bindgen(module = "/tests/browser/page.js")]
extern "C" {
    fn wire(real: &Function) -> Function;
    fn rule(method: &str, path: &str, times: f64, act: &Function);
    #[wasm_bindgen(js_name = sent)]
    fn all_sent() -> Array;
    #[wasm_bindgen(js_name = traffic)]
    async fn all_traffic() -> JsValue;
}

/// Sees everything from now on.
pub(crate) fn tap() {
    crate::js::keep("wire", wire(&js("fetch.bind(globalThis)").unchecked_into()));
    page::with("globalThis", "fetch", "test.wire");
}

/// Answers requests by `(request, real) => Response`, as long as the tap is on.
pub(crate) fn answer(method: &str, path: &str, act: &str) {
    rule(method, path, f64::INFINITY, &js(act).unchecked_into());
}

/// Answers the next such request only.
pub(crate) fn answer_once(method: &str, path: &str, act: &str) {
    rule(method, path, 1.0, &js(act).unchecked_into());
}

/// Holds the next such request back until `test.release()`.
pub(crate) fn hold(method: &str, path: &str) {
    let act = "async (request, real) => {
        await new Promise((release) => { test.release = release; });
        return real(request);
    }";
    answer_once(method, path, act);
}

/// Methods and paths of what left, in order; ids are written `:id`.
pub(crate) fn sent() -> Vec<String> {
    all_sent()
        .iter()
        .map(|line| line.as_string().unwrap())
        .collect()
}

/// All that left and came.
pub(crate) async fn traffic() -> Vec<JsValue> {
    Array::from(&all_traffic().await).to_vec()
}
