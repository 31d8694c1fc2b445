//! JSON bodies: members in the order and with the digits that they were sent with.
//!
//! `null` counts as absent throughout, because older clients send it for what they leave out.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::Refusal;

/// A JSON object; of members named twice the last one counts.
#[derive(Default, Clone)]
pub(crate) struct Body(Vec<(String, Box<RawValue>)>);

impl Body {
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let malformed = |_| Refusal::bad_request("Body must be a JSON object");
        serde_json::from_slice(bytes).map_err(malformed)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_ref()))
    }

    pub(crate) fn set(&mut self, name: String, value: Box<RawValue>) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => self.0.push((name, value)),
        }
    }

    fn raw(&self, name: &str) -> Option<&RawValue> {
        let found = self.members().find(|(known, _)| *known == name);
        found
            .map(|(_, value)| value)
            .filter(|value| value.get() != "null")
    }

    /// Any value.
    pub(crate) fn value(&self, name: &str) -> Option<Value> {
        self.raw(name)
            .and_then(|raw| serde_json::from_str(raw.get()).ok())
    }

    /// A nested object.
    pub(crate) fn object(&self, name: &str) -> Result<Option<Self>, Refusal> {
        self.read(name, "an object")
    }

    /// An optional string.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        self.read(name, "a string")
    }

    /// An optional flag.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        self.read(name, "a boolean")
    }

    /// A string that must be there and must not be empty.
    pub(crate) fn required_text(&self, name: &str) -> Result<String, Refusal> {
        let text = self.text(name)?.filter(|text| !text.is_empty());
        text.ok_or_else(|| required(name))
    }

    fn read<T: serde::de::DeserializeOwned>(
        &self,
        name: &str,
        kind: &str,
    ) -> Result<Option<T>, Refusal> {
        let Some(raw) = self.raw(name) else {
            return Ok(None);
        };
        let mistaken = |_| Refusal::bad_request(format!("{name} must be {kind}"));
        serde_json::from_str(raw.get()).map(Some).map_err(mistaken)
    }
}

/// The refusal of a body that lacks a member.
pub(crate) fn required(name: &str) -> Refusal {
    Refusal::bad_request(format!("{name} is required"))
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Body;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Body, A::Error> {
        let mut body = Body::default();
        while let Some((name, value)) = map.next_entry()? {
            body.set(name, value);
        }
        Ok(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_and_digits() {
        let sent = r#"{"z":1.10,"a":12345678901234567890.5,"m":1e3}"#;
        let body = Body::parse(sent.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&body).unwrap(), sent);
    }

    #[test]
    fn null_is_absent() {
        let body = Body::parse(br#"{"email":null}"#).unwrap();
        assert_eq!(body.text("email").unwrap(), None);
        assert_eq!(body.required_text("email").unwrap_err(), required("email"));
    }

    #[test]
    fn refuses_what_is_no_object() {
        for sent in ["", "[]", "1", "null", "{", r#"{"a":1}x"#] {
            assert!(Body::parse(sent.as_bytes()).is_err(), "{sent}");
        }
    }

    #[test]
    fn names_the_member_of_another_type() {
        let body = Body::parse(br#"{"email":5}"#).unwrap();
        let refusal = Refusal::bad_request("email must be a string");
        assert_eq!(body.text("email").unwrap_err(), refusal);
    }
}
