//! A value as JavaScript has them, odd ones too.

use std::rc::Rc;

use ibex_wallet_sdk::ports::{Kind, Value};
use ibex_wallet_sdk::protocol::base64;
use ibex_wallet_sdk::protocol::members::Members;
use serde_json::Value as Tree;

/// A value. Members keep their order; a name stands once.
#[derive(Debug, Clone, PartialEq)]
pub enum Odd {
    /// `undefined`.
    Undefined,
    /// `null`.
    Null,
    /// A boolean.
    Bool(bool),
    /// A finite number.
    Number(f64),
    /// A text.
    Text(Rc<str>),
    /// A buffer.
    Bytes(Rc<[u8]>),
    /// An array.
    Array(Rc<[Odd]>),
    /// A plain object.
    Object(Rc<[(String, Odd)]>),
    /// An object with a class: its members can be read by name, but are not its own.
    Classy(Rc<[(String, Odd)]>),
    /// An object that throws whatever is asked of it.
    Thrower,
    /// A function without arguments, and what it returns.
    Method(Rc<Odd>),
    /// A symbol, a big integer, `NaN`.
    Other,
}

impl Odd {
    /// A text.
    #[must_use]
    pub fn text_of(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// An object; of one name the last value counts, as in JavaScript.
    #[must_use]
    pub fn object(members: Vec<(String, Self)>) -> Self {
        Self::Object(unique(members).into())
    }

    /// An object of texts.
    #[must_use]
    pub fn texts(members: &[(&str, &str)]) -> Self {
        let member = |(name, text): &(&str, &str)| ((*name).to_owned(), Self::text_of(text));
        Self::object(members.iter().map(member).collect())
    }

    /// The value as an answer of the API can hold it, which is JSON.
    #[must_use]
    pub fn as_json(&self) -> Self {
        match self {
            Self::Undefined | Self::Thrower | Self::Method(_) | Self::Other => Self::Null,
            Self::Bytes(bytes) => Self::text_of(&base64::encode(bytes)),
            Self::Array(items) => Self::Array(items.iter().map(Self::as_json).collect()),
            Self::Object(members) | Self::Classy(members) => Self::Object(
                members
                    .iter()
                    .map(|(name, value)| (name.clone(), value.as_json()))
                    .collect(),
            ),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) => self.clone(),
        }
    }

    /// Whether JSON can say it.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.as_json() == *self
    }

    /// The same value with every text in it changed.
    #[must_use]
    pub fn map_texts(&self, change: &dyn Fn(&str) -> String) -> Self {
        match self {
            Self::Text(text) => Self::Text(change(text).into()),
            Self::Array(items) => items.iter().map(|item| item.map_texts(change)).collect(),
            Self::Object(members) => Self::object(
                members
                    .iter()
                    .map(|(name, value)| (change(name), value.map_texts(change)))
                    .collect(),
            ),
            other => other.clone(),
        }
    }

    fn is_there(&self) -> bool {
        !matches!(self, Self::Undefined | Self::Null)
    }

    fn readable(&self) -> &[(String, Self)] {
        match self {
            Self::Object(members) | Self::Classy(members) => members,
            _ => &[],
        }
    }
}

/// In the order of first appearance.
fn unique(members: Vec<(String, Odd)>) -> Vec<(String, Odd)> {
    let mut kept: Vec<(String, Odd)> = Vec::with_capacity(members.len());
    for (name, value) in members {
        match kept.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => kept.push((name, value)),
        }
    }
    kept
}

impl FromIterator<Odd> for Odd {
    fn from_iter<I: IntoIterator<Item = Self>>(items: I) -> Self {
        Self::Array(items.into_iter().collect())
    }
}

impl From<&Tree> for Odd {
    fn from(tree: &Tree) -> Self {
        match tree {
            Tree::Null => Self::Null,
            Tree::Bool(flag) => Self::Bool(*flag),
            Tree::Number(number) => number.as_f64().map_or(Self::Other, Self::Number),
            Tree::String(text) => Self::text_of(text),
            Tree::Array(items) => items.iter().map(Self::from).collect(),
            Tree::Object(members) => Self::Object(
                members
                    .iter()
                    .map(|(name, value)| (name.clone(), value.into()))
                    .collect(),
            ),
        }
    }
}

impl Value for Odd {
    fn kind(&self) -> Kind {
        match self {
            Self::Undefined => Kind::Undefined,
            Self::Null => Kind::Null,
            Self::Bool(_) => Kind::Bool,
            Self::Number(_) => Kind::Number,
            Self::Text(_) => Kind::Text,
            Self::Bytes(_) => Kind::Bytes,
            Self::Array(_) => Kind::Array,
            Self::Object(_) | Self::Classy(_) | Self::Thrower => Kind::Object,
            Self::Method(_) | Self::Other => Kind::Other,
        }
    }

    fn get(&self, name: &str) -> Option<Self> {
        let mut members = self.readable().iter();
        let (_, value) = members.find(|(known, _)| known == name)?;
        Some(value.clone()).filter(Self::is_there)
    }

    fn call(&self, method: &str) -> Option<Self> {
        match self.get(method)? {
            Self::Method(returned) => Some(returned.as_ref().clone()).filter(Self::is_there),
            _ => None,
        }
    }

    fn entries(&self) -> Option<Vec<(String, Self)>> {
        match self {
            Self::Object(members) => Some(members.to_vec()),
            Self::Classy(_) => Some(Vec::new()),
            _ => None,
        }
    }

    fn is_plain(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    fn items(&self) -> Vec<Self> {
        match self {
            Self::Array(items) => items.to_vec(),
            _ => Vec::new(),
        }
    }

    fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.as_ref().to_owned()),
            _ => None,
        }
    }

    fn flag(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Bytes(bytes) => Some(bytes.to_vec()),
            _ => None,
        }
    }

    fn null() -> Self {
        Self::Null
    }

    fn from_text(text: &str) -> Self {
        Self::text_of(text)
    }

    fn from_bytes(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.into())
    }

    fn from_entries(entries: Vec<(String, Self)>) -> Self {
        Self::object(entries)
    }

    fn from_items(items: Vec<Self>) -> Self {
        items.into_iter().collect()
    }

    fn parse(json: &str) -> Option<Self> {
        let tree: Tree = serde_json::from_str(json).ok()?;
        Some(Self::from(&tree))
    }

    fn copy(&self) -> Self {
        self.clone()
    }

    fn write(object: &Members<'_>) -> Self {
        let tree = serde_json::to_value(object).expect("the wire types can be written");
        Self::from(&tree)
    }
}
