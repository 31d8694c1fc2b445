//! Errors to JavaScript and back: an `IbexError` is a real `Error` with a stable `code`.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::error::{Cause, Error};
use crate::ports::{Refusal, Value};

use super::value::Js;

/// The error that JavaScript catches (`IbexError` in the type declarations). What does not apply is not there.
pub(super) fn to_js(error: &Error) -> JsValue {
    let thrown = js_sys::Error::new(&error.message);
    let cause = error
        .cause
        .as_ref()
        .and_then(|cause| cause.downcast::<JsValue>());
    let members = [
        ("name", Some("IbexError".into())),
        ("code", Some(error.code.as_str().into())),
        ("status", error.status.map(JsValue::from)),
        ("retryable", Some(error.retryable.into())),
        ("retryAfter", error.retry_after.map(JsValue::from)),
        ("requestId", error.request_id.as_deref().map(JsValue::from)),
        ("cause", cause.cloned()),
    ];
    for (name, value) in members {
        if let Some(value) = value {
            define(&thrown, name, &value);
        }
    }
    thrown.into()
}

/// Defines rather than sets: a page may have frozen `Error.prototype`, and setting an inherited name would do nothing then.
fn define(object: &Object, name: &str, value: &JsValue) {
    let descriptor = Js::from_entries(vec![
        ("value".to_owned(), Js(value.clone())),
        ("configurable".to_owned(), Js(JsValue::TRUE)),
        ("enumerable".to_owned(), Js(JsValue::TRUE)),
        ("writable".to_owned(), Js(JsValue::TRUE)),
    ]);
    // A fresh object takes every member.
    drop(Reflect::define_property(
        object,
        &name.into(),
        descriptor.0.unchecked_ref(),
    ));
}

/// What a ceremony threw.
pub(super) fn refusal(thrown: JsValue) -> Refusal {
    let name = Js(thrown.clone()).get("name").and_then(|name| name.text());
    Refusal {
        name: name.unwrap_or_default(),
        cause: Some(Cause::new(thrown)),
    }
}
