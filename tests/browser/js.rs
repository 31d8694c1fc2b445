//! JavaScript's values in tests: written as its own expressions, read by name, compared as JSON.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/browser/page.js")]
extern "C" {
    fn canonical(value: &JsValue) -> String;
}

/// What an expression is worth. It sees the page's globals, among them `test`, where tests keep things.
#[track_caller]
pub(crate) fn js(expression: &str) -> JsValue {
    js_sys::eval(&["(", expression, ")"].concat())
        .unwrap_or_else(|thrown| panic!("{expression}: {thrown:?}"))
}

/// Keeps a value as `test.name`.
pub(crate) fn keep(name: &str, value: impl Into<JsValue>) {
    Reflect::set(&js("test"), &name.into(), &value.into()).unwrap();
}

/// A member, by a path of names with dots between them.
#[track_caller]
pub(crate) fn get(value: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(value.clone(), |value, name| {
        Reflect::get(&value, &name.into()).unwrap_or_else(|_| panic!("{path} of no object"))
    })
}

/// A member that is a text.
#[track_caller]
pub(crate) fn text(value: &JsValue, path: &str) -> String {
    get(value, path)
        .as_string()
        .unwrap_or_else(|| panic!("{path} is no text"))
}

/// Whether an expression is true.
#[track_caller]
pub(crate) fn holds(expression: &str) -> bool {
    js(expression).is_truthy()
}

/// Calls a method, by a path of names, with the arguments that the source lists.
#[track_caller]
pub(crate) fn call(value: &JsValue, path: &str, arguments: &str) -> Result<JsValue, JsValue> {
    let (owner, method) = match path.rsplit_once('.') {
        Some((owner, method)) => (get(value, owner), method),
        None => (value.clone(), path),
    };
    let arguments: Array = js(&["[", arguments, "]"].concat()).unchecked_into();
    let method: Function = get(&owner, method).dyn_into().expect("is a method");
    method.apply(&owner, &arguments)
}

/// The JSON of a value, with its keys in order.
pub(crate) fn json(value: &JsValue) -> String {
    canonical(value)
}

/// Compares a value with what an expression is worth, whatever the order of keys.
#[track_caller]
pub(crate) fn same(actual: &JsValue, expected: &str) {
    assert_eq!(json(actual), json(&js(expected)));
}
