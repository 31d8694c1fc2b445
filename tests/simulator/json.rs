//! The host's values: cheap to clone, and each object knows itself from a copy.

use std::rc::Rc;

use ibex_wallet_sdk::ports::{Kind, Value};
use ibex_wallet_sdk::protocol::members::Members;
use serde_json::Value as Tree;

/// A value.
#[derive(Debug, Clone)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(f64),
    Text(Rc<str>),
    Bytes(Rc<[u8]>),
    Array(Rc<[Json]>),
    Object(Rc<[(String, Json)]>),
}

impl Json {
    /// An object with these members.
    pub(crate) fn of<const N: usize>(members: [(&str, Json); N]) -> Self {
        let named = members.map(|(name, value)| (name.to_owned(), value));
        Self::Object(Rc::new(named))
    }

    /// A whole number.
    pub(crate) fn count(number: usize) -> Self {
        Self::Number(u32::try_from(number).map_or(f64::MAX, f64::from))
    }

    /// The whole number of a number.
    pub(crate) fn whole(&self, name: &str) -> Option<usize> {
        let number = self.get(name)?.number()?;
        format!("{number}").parse().ok()
    }

    /// Whether both are the very same object: who changes one changes the other.
    pub(crate) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Object(one), Self::Object(two)) => Rc::ptr_eq(one, two),
            _ => false,
        }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<Tree> for Json {
    fn from(tree: Tree) -> Self {
        match tree {
            Tree::Null => Self::Null,
            Tree::Bool(flag) => Self::Bool(flag),
            Tree::Number(number) => number.as_f64().map_or(Self::Null, Self::Number),
            Tree::String(text) => Self::Text(text.into()),
            Tree::Array(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Tree::Object(members) => {
                let members = members.into_iter();
                Self::Object(members.map(|(name, value)| (name, value.into())).collect())
            }
        }
    }
}

impl Value for Json {
    fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Bool(_) => Kind::Bool,
            Self::Number(_) => Kind::Number,
            Self::Text(_) => Kind::Text,
            Self::Bytes(_) => Kind::Bytes,
            Self::Array(_) => Kind::Array,
            Self::Object(_) => Kind::Object,
        }
    }

    fn get(&self, name: &str) -> Option<Self> {
        let Self::Object(members) = self else {
            return None;
        };
        let (_, value) = members.iter().find(|(known, _)| known == name)?;
        (!matches!(value, Self::Null)).then(|| value.clone())
    }

    fn call(&self, _method: &str) -> Option<Self> {
        None
    }

    fn entries(&self) -> Option<Vec<(String, Self)>> {
        match self {
            Self::Object(members) => Some(members.to_vec()),
            _ => None,
        }
    }

    fn is_plain(&self) -> bool {
        self.is_object()
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
        text.into()
    }

    fn from_bytes(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.into())
    }

    fn from_entries(entries: Vec<(String, Self)>) -> Self {
        Self::Object(entries.into())
    }

    fn from_items(items: Vec<Self>) -> Self {
        Self::Array(items.into())
    }

    fn parse(json: &str) -> Option<Self> {
        serde_json::from_str::<Tree>(json).ok().map(Self::from)
    }

    fn write(object: &Members<'_>) -> Self {
        serde_json::to_value(object).unwrap().into()
    }

    fn copy(&self) -> Self {
        match self {
            Self::Array(items) => Self::Array(items.iter().map(Self::copy).collect()),
            Self::Object(members) => {
                let copied = |(name, value): &(String, Self)| (name.clone(), value.copy());
                Self::Object(members.iter().map(copied).collect())
            }
            scalar => scalar.clone(),
        }
    }
}
