//! A value that the host owns. The core reads what it must and hands the rest on by reference: JSON is never parsed in the wasm.

use crate::protocol::members::Members;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `undefined`.
    Undefined,
    /// `null`.
    Null,
    /// A boolean.
    Bool,
    /// A finite number.
    Number,
    /// A text.
    Text,
    /// An `ArrayBuffer` or a view of one.
    Bytes,
    /// An array.
    Array,
    /// An object of any other kind.
    Object,
    /// Anything else: a function, a symbol, a big integer, `NaN`, an infinity.
    Other,
}

/// A value of the host. Clones are references to the same value.
pub trait Value: Clone + 'static {
    /// What it is.
    fn kind(&self) -> Kind;

    /// A member by its name; `None` where it is missing, `undefined` or `null`, or where reading it throws.
    fn get(&self, name: &str) -> Option<Self>;

    /// What a method without arguments returns; `None` where there is none, or where it throws.
    fn call(&self, method: &str) -> Option<Self>;

    /// The own enumerable members of an object, in the host's order; `None` where it is none, or where reading one throws.
    fn entries(&self) -> Option<Vec<(String, Self)>>;

    /// Whether it is an object without a class.
    fn is_plain(&self) -> bool;

    /// The items of an array; none where it is none.
    fn items(&self) -> Vec<Self>;

    /// The text of a text.
    fn text(&self) -> Option<String>;

    /// The boolean of a boolean.
    fn flag(&self) -> Option<bool>;

    /// The number of a number.
    fn number(&self) -> Option<f64>;

    /// The bytes of a buffer.
    fn bytes(&self) -> Option<Vec<u8>>;

    /// `null`.
    fn null() -> Self;

    /// A text.
    fn from_text(text: &str) -> Self;

    /// A buffer.
    fn from_bytes(bytes: &[u8]) -> Self;

    /// An object with these members.
    fn from_entries(entries: Vec<(String, Self)>) -> Self;

    /// An array.
    fn from_items(items: Vec<Self>) -> Self;

    /// Parses JSON.
    fn parse(json: &str) -> Option<Self>;

    /// Writes an object.
    fn write(object: &Members<'_>) -> Self;

    /// A copy of what was parsed from JSON: changing one changes nothing of the other.
    #[must_use]
    fn copy(&self) -> Self;

    /// Whether it is an object that is no array, buffer or `null`.
    fn is_object(&self) -> bool {
        self.kind() == Kind::Object
    }

    /// What an object of names and values holds; `None` where it is none. A map or a list of headers has members that are
    /// not its own: it is not taken for an empty object.
    fn members(&self) -> Option<Vec<(String, Self)>> {
        self.entries()
            .filter(|members| !members.is_empty() || self.is_plain())
    }

    /// An object with those of these members that are there.
    fn from_members(members: Vec<(&str, Option<Self>)>) -> Self {
        let mut present = Vec::new();
        for (name, value) in members {
            if let Some(value) = value {
                present.push((name.to_owned(), value));
            }
        }
        Self::from_entries(present)
    }

    /// The same object with one member more.
    #[must_use]
    fn with(&self, name: &str, value: Self) -> Self {
        let mut entries = self.entries().unwrap_or_default();
        entries.push((name.to_owned(), value));
        Self::from_entries(entries)
    }
}
