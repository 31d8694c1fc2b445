//! A value as JavaScript has them, natively: with `undefined`, buffers, `NaN` and methods, which JSON lacks.

use std::rc::Rc;

use serde_json::{Map, Number, Value as Tree, json};

use crate::ports::{Kind, Value};
use crate::protocol::base64;
use crate::protocol::members::Members;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fake {
    Undefined,
    Other,
    Bytes(Rc<[u8]>),
    Scalar(Tree),
    Array(Rc<[Fake]>),
    Object(Rc<[(String, Fake)]>),
}

impl From<&Tree> for Fake {
    /// `{"$bytes": base64url}` stands for a buffer, `{"$": "undefined"}` and `{"$": "other"}` for what JSON cannot say.
    fn from(tree: &Tree) -> Self {
        match tree {
            Tree::Array(items) => Self::Array(items.iter().map(Self::from).collect()),
            Tree::Object(members) => match (members.get("$bytes"), members.get("$")) {
                (Some(bytes), _) => {
                    Self::Bytes(base64::decode(bytes.as_str().unwrap()).unwrap().into())
                }
                (_, Some(Tree::String(kind))) if kind == "undefined" => Self::Undefined,
                (_, Some(_)) => Self::Other,
                _ => Self::Object(
                    members
                        .iter()
                        .map(|(name, value)| (name.clone(), value.into()))
                        .collect(),
                ),
            },
            scalar => Self::Scalar(scalar.clone()),
        }
    }
}

impl From<&Fake> for Tree {
    fn from(value: &Fake) -> Self {
        match value {
            Fake::Undefined => json!({"$": "undefined"}),
            Fake::Other => json!({"$": "other"}),
            Fake::Bytes(bytes) => json!({"$bytes": base64::encode(bytes)}),
            Fake::Scalar(tree) => tree.clone(),
            Fake::Array(items) => items.iter().map(Self::from).collect(),
            Fake::Object(members) => {
                let members = members
                    .iter()
                    .map(|(name, value)| (name.clone(), value.into()));
                Self::Object(members.collect::<Map<_, _>>())
            }
        }
    }
}

impl Value for Fake {
    fn kind(&self) -> Kind {
        match self {
            Self::Undefined => Kind::Undefined,
            Self::Other => Kind::Other,
            Self::Bytes(_) => Kind::Bytes,
            Self::Scalar(Tree::Null) => Kind::Null,
            Self::Scalar(Tree::Bool(_)) => Kind::Bool,
            Self::Scalar(Tree::Number(_)) => Kind::Number,
            Self::Scalar(_) => Kind::Text,
            Self::Array(_) => Kind::Array,
            Self::Object(_) => Kind::Object,
        }
    }

    fn get(&self, name: &str) -> Option<Self> {
        let Self::Object(members) = self else {
            return None;
        };
        let found = members
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone());
        found.filter(|value| !matches!(value.kind(), Kind::Undefined | Kind::Null))
    }

    /// A method is a member whose name ends in `()`.
    fn call(&self, method: &str) -> Option<Self> {
        self.get(&format!("{method}()"))
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
            Self::Scalar(Tree::String(text)) => Some(text.clone()),
            _ => None,
        }
    }

    fn flag(&self) -> Option<bool> {
        match self {
            Self::Scalar(tree) => tree.as_bool(),
            _ => None,
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Self::Scalar(tree) => tree.as_f64(),
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
        Self::Scalar(Tree::Null)
    }

    fn from_text(text: &str) -> Self {
        Self::Scalar(text.into())
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
        serde_json::from_str::<Tree>(json)
            .ok()
            .map(|tree| Self::from(&tree))
    }

    /// Nothing changes it.
    fn copy(&self) -> Self {
        self.clone()
    }

    fn write(object: &Members<'_>) -> Self {
        Self::from(&serde_json::to_value(object).unwrap())
    }
}

impl From<f64> for Fake {
    fn from(number: f64) -> Self {
        Number::from_f64(number).map_or(Self::Other, |number| Self::Scalar(number.into()))
    }
}
