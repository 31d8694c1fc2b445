//! An object of the wire as it is written: names and values in their order. What is absent is not written, never as `null`.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// The members of an object.
pub struct Members<'a>(pub Vec<(&'a str, Option<Member<'a>>)>);

/// The value of a member.
pub enum Member<'a> {
    /// A text.
    Text(&'a str),
    /// A boolean.
    Flag(bool),
    /// A number.
    Number(f64),
    /// An array.
    List(Vec<Self>),
    /// An object.
    Object(Members<'a>),
}

impl<'a> Member<'a> {
    /// A text, where there is one.
    pub fn text(text: &'a Option<String>) -> Option<Self> {
        text.as_deref().map(Self::Text)
    }
}

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        for (name, value) in &self.0 {
            if let Some(value) = value {
                object.serialize_entry(name, value)?;
            }
        }
        object.end()
    }
}

impl Serialize for Member<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => members.serialize(serializer),
        }
    }
}

impl std::fmt::Debug for Members<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Members")
    }
}

impl std::fmt::Debug for Member<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Member")
    }
}
