//! User data as answers hold it: a flat map, a flat map under `data`, or, in a sign-in, the aggregate of `/users/me` instead.

use crate::ports::{Kind, Value};

/// Keys that can be written but are never read back.
const WRITE_ONLY: &str = "private.";

/// The readable entries: unwrapped from `{data}`, without write-only keys and without what is no scalar.
pub fn user_map<V: Value>(json: &V) -> Vec<(String, V)> {
    let inner = envelope(json);
    let map = inner.as_ref().unwrap_or(json);
    let mut readable = map.entries().unwrap_or_default();
    readable.retain(|(key, value)| {
        !key.starts_with(WRITE_ONLY)
            && matches!(value.kind(), Kind::Text | Kind::Number | Kind::Bool)
    });
    readable
}

/// Whether it is the aggregate: sections, which are objects, where a map of user data has scalars.
pub fn is_aggregate<V: Value>(json: &V) -> bool {
    envelope(json).is_none()
        && json
            .entries()
            .unwrap_or_default()
            .iter()
            .any(|(_, value)| value.is_object())
}

/// A flat map holds no object, so an object under `data` is the envelope.
fn envelope<V: Value>(json: &V) -> Option<V> {
    json.get("data").filter(Value::is_object)
}
