//! Errors to JavaScript and back: an `IbexError` is a real `Error` with a stable `code`.

use wasm_bindgen::prelude::*;

use crate::error::{Cause, Error};
use crate::ports::{Refusal, Value};

use super::value::Js;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Object, js_name = getOwnPropertyDescriptors)]
    fn descriptors_of(object: &JsValue) -> JsValue;

    /// Defines rather than sets: a page may have frozen `Error.prototype`, and setting an inherited name would do nothing then.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = defineProperties)]
    fn define_all(object: &JsValue, descriptors: &JsValue) -> Result<(), JsValue>;
}

/// The error that JavaScript catches (`IbexError` in the type declarations). What does not apply is not there.
pub(super) fn to_js(error: &Error) -> JsValue {
    let thrown = js_sys::Error::new(&error.message);
    let cause = error
        .cause
        .as_ref()
        .and_then(|cause| cause.downcast::<JsValue>());
    let text = |text: &str| Js(text.into());
    let members = Js::from_members(vec![
        ("name", Some(text("IbexError"))),
        ("code", Some(text(error.code.as_str()))),
        ("status", error.status.map(|status| Js(status.into()))),
        ("retryable", Some(Js(error.retryable.into()))),
        (
            "retryAfter",
            error.retry_after.map(|seconds| Js(seconds.into())),
        ),
        ("requestId", error.request_id.as_deref().map(text)),
        ("cause", cause.map(|cause| Js(cause.clone()))),
    ]);
    // A fresh object takes every member.
    drop(define_all(&thrown, &descriptors_of(&members.0)));
    thrown.into()
}

/// What a ceremony threw.
pub(super) fn refusal(thrown: JsValue) -> Refusal {
    let name = Js(thrown.clone()).get("name").and_then(|name| name.text());
    Refusal {
        name: name.unwrap_or_default(),
        cause: Some(Cause::new(thrown)),
    }
}
