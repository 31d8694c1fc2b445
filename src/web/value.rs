//! JavaScript's values as the core sees them. Foreign objects are read by duck typing; whatever throws reads as absent.

use js_sys::{Array, ArrayBuffer, Function, JsString, Object, Promise, Reflect, Uint8Array};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::ports::{Kind, Value};
use crate::protocol::members::Members;

#[wasm_bindgen]
extern "C" {
    /// Parses without copying the text through the wasm memory, where it would stay behind.
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    fn parse_json(text: &JsString) -> Result<JsValue, JsValue>;

    /// The parser itself.
    #[wasm_bindgen(thread_local_v2, js_namespace = JSON, js_name = parse)]
    static PARSE: Function;

    #[wasm_bindgen(js_namespace = ["Promise", "prototype", "then"], js_name = call)]
    fn then(promise: &JsValue, next: &Function) -> Promise;

    /// `undefined` for what JSON cannot say; throws at circles and big integers.
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = stringify)]
    fn stringify_json(value: &JsValue) -> Result<JsValue, JsValue>;

    /// Throws where reading a member does.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = entries)]
    fn object_entries(value: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Object, js_name = getPrototypeOf)]
    fn prototype_of(value: &JsValue) -> Result<JsValue, JsValue>;

    /// The class of a value of whatever realm, such as `[object ArrayBuffer]`.
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn class_of(value: &JsValue) -> Result<JsString, JsValue>;

    /// Throws for a proxy that was revoked.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Array, js_name = from)]
    fn array_from(value: &JsValue) -> Result<Array, JsValue>;

    /// `Uint8Array`, whose constructor throws for a buffer that was detached.
    #[wasm_bindgen(js_name = Uint8Array)]
    type View;

    #[wasm_bindgen(catch, constructor, js_class = "Uint8Array")]
    fn of(buffer: &JsValue) -> Result<View, JsValue>;

    #[wasm_bindgen(catch, constructor, js_class = "Uint8Array")]
    fn of_part(buffer: &JsValue, offset: &JsValue, length: &JsValue) -> Result<View, JsValue>;
}

// NOTE: whatever can throw is bound with `catch`. An exception that crosses the wasm leaves borrows behind that nobody
// gives back. One that is caught leaves a slot in the table of references where a value was to be returned: for what goes
// wrong now and then, not for what is asked with every call.

/// A value of JavaScript's.
#[derive(Clone)]
pub(super) struct Js(pub(super) JsValue);

impl std::fmt::Debug for Js {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Js")
    }
}

impl Js {
    /// Parses JSON that the browser holds.
    pub(super) fn parse_text(text: &JsString) -> Option<Self> {
        parse_json(text).ok().map(Self)
    }

    /// Parses what came from outside, in a promise: one that is rejected leaves nothing behind.
    pub(super) async fn parse_answer(text: &JsString) -> Option<Self> {
        let parsing = PARSE.with(|parse| then(&Promise::resolve(text).into(), parse));
        JsFuture::from(parsing).await.ok().map(Self)
    }

    /// The JSON of a value; `None` where JSON cannot say it.
    pub(super) fn json(&self) -> Option<JsString> {
        stringify_json(&self.0).ok()?.dyn_into().ok()
    }

    fn is_nullish(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }

    /// A buffer or a view of one, of whatever realm: `instanceof` fails for those of an extension.
    fn buffer(&self) -> Option<Uint8Array> {
        let member = |name: &str| Reflect::get(&self.0, &name.into()).ok();
        let view = if ArrayBuffer::is_view(&self.0) {
            View::of_part(
                &member("buffer")?,
                &member("byteOffset")?,
                &member("byteLength")?,
            )
        } else if class_of(&self.0).is_ok_and(|class| class == "[object ArrayBuffer]") {
            View::of(&self.0)
        } else {
            return None;
        };
        view.ok().map(JsCast::unchecked_into)
    }
}

impl Value for Js {
    fn kind(&self) -> Kind {
        let value = &self.0;
        if value.is_undefined() {
            Kind::Undefined
        } else if value.is_null() {
            Kind::Null
        } else if value.as_bool().is_some() {
            Kind::Bool
        } else if value.is_string() {
            Kind::Text
        } else if let Some(number) = value.as_f64() {
            if number.is_finite() {
                Kind::Number
            } else {
                Kind::Other
            }
        } else if !value.is_object() {
            Kind::Other
        } else {
            match is_array(value) {
                Ok(true) => Kind::Array,
                Ok(false) if self.buffer().is_some() => Kind::Bytes,
                Ok(false) => Kind::Object,
                Err(_) => Kind::Other,
            }
        }
    }

    fn get(&self, name: &str) -> Option<Self> {
        let has_members = self.0.is_object() || self.0.is_function();
        let value = has_members.then(|| Reflect::get(&self.0, &name.into()));
        let value = Self(value?.ok()?);
        (!value.is_nullish()).then_some(value)
    }

    fn call(&self, method: &str) -> Option<Self> {
        let function: Function = self.get(method)?.0.dyn_into().ok()?;
        let value = Self(function.call0(&self.0).ok()?);
        (!value.is_nullish()).then_some(value)
    }

    fn entries(&self) -> Option<Vec<(String, Self)>> {
        let pairs = self.is_object().then(|| object_entries(&self.0))?.ok()?;
        let mut entries = Vec::new();
        for pair in pairs.iter() {
            let pair: Array = pair.unchecked_into();
            entries.push((pair.get(0).as_string()?, Self(pair.get(1))));
        }
        Some(entries)
    }

    fn is_plain(&self) -> bool {
        let above = |value: &JsValue| prototype_of(value).ok();
        let prototype = self.is_object().then(|| above(&self.0)).flatten();
        // Without one, or with the `Object.prototype` of some realm, which has none itself.
        prototype.is_some_and(|one| one.is_null() || above(&one).is_some_and(|none| none.is_null()))
    }

    fn items(&self) -> Vec<Self> {
        let is_array = self.kind() == Kind::Array;
        let array = is_array.then(|| array_from(&self.0).ok()).flatten();
        let mut items = Vec::new();
        if let Some(array) = array {
            for item in array.iter() {
                items.push(Self(item));
            }
        }
        items
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn number(&self) -> Option<f64> {
        self.0.as_f64().filter(|number| number.is_finite())
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        (self.0.is_object())
            .then(|| self.buffer())
            .flatten()
            .map(|view| view.to_vec())
    }

    fn null() -> Self {
        Self(JsValue::NULL)
    }

    fn from_text(text: &str) -> Self {
        Self(text.into())
    }

    fn from_bytes(bytes: &[u8]) -> Self {
        Self(Uint8Array::from(bytes).into())
    }

    /// Defines members, never sets them: a key `__proto__` is a key like any other.
    fn from_entries(entries: Vec<(String, Self)>) -> Self {
        let pairs = Array::new();
        for (key, value) in entries {
            pairs.push(&Array::of2(&key.into(), &value.0));
        }
        Self(Object::from_entries(&pairs).map_or_else(|_| Object::new().into(), Into::into))
    }

    fn from_items(items: Vec<Self>) -> Self {
        let array = Array::new();
        for item in items {
            array.push(&item.0);
        }
        Self(array.into())
    }

    fn parse(json: &str) -> Option<Self> {
        Self::parse_text(&json.into())
    }

    fn copy(&self) -> Self {
        // What came from JSON goes there and back.
        let copy = self.json().and_then(|text| Self::parse_text(&text));
        copy.unwrap_or(Self(JsValue::UNDEFINED))
    }

    fn write(object: &Members<'_>) -> Self {
        // Only a key that is no text could fail.
        Self(
            object
                .serialize(&Serializer::json_compatible())
                .unwrap_or(JsValue::UNDEFINED),
        )
    }
}
