//! What a rule is read from: a JSON object whose every refusal names the member.

use std::ops::RangeInclusive;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::body::Body;
use crate::error::Refusal;

/// An object, and what stands before the names of its members in a refusal: `[1].fault.`
pub(crate) struct Form {
    body: Body,
    at: String,
}

impl Form {
    /// One object, or an array of them.
    pub(crate) fn all(json: &[u8]) -> Result<Vec<Self>, Refusal> {
        if !json.trim_ascii_start().starts_with(b"[") {
            let (body, at) = (Body::parse(json)?, String::new());
            return Ok(vec![Self { body, at }]);
        }
        let malformed = |_| Refusal::bad_request("Body must be an array of JSON objects");
        let bodies: Vec<Body> = serde_json::from_slice(json).map_err(malformed)?;
        let numbered = bodies.into_iter().enumerate().map(|(number, body)| Self {
            body,
            at: format!("[{number}]."),
        });
        Ok(numbered.collect())
    }

    /// The object as it was sent.
    pub(crate) fn given(&self) -> Body {
        self.body.clone()
    }

    /// Refuses a member that is not among these: it would be a slip that goes unnoticed.
    pub(crate) fn has_only(&self, known: &[&str]) -> Result<(), Refusal> {
        let unknown = self.body.members().find(|(name, _)| !known.contains(name));
        unknown.map_or(Ok(()), |(name, _)| {
            Err(self.refusal(name, "is not known here"))
        })
    }

    pub(crate) fn object(&self, name: &str) -> Result<Self, Refusal> {
        let body = self.read(name, "must be an object")?;
        Ok(Self {
            body: body.ok_or_else(|| self.required(name))?,
            at: format!("{}{name}.", self.at),
        })
    }

    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        self.read(name, "must be a string")
    }

    pub(crate) fn number(
        &self,
        name: &str,
        range: RangeInclusive<u32>,
    ) -> Result<Option<u32>, Refusal> {
        let wanted = format!(
            "must be a whole number from {} to {}",
            range.start(),
            range.end()
        );
        let number: Option<u32> = self.read(name, &wanted)?;
        if number.is_some_and(|number| !range.contains(&number)) {
            return Err(self.refusal(name, &wanted));
        }
        Ok(number)
    }

    /// What goes with one of these words.
    pub(crate) fn choice<T: Copy>(
        &self,
        name: &str,
        choices: &[(&'static str, T)],
    ) -> Result<Option<T>, Refusal> {
        let Some(word) = self.text(name)? else {
            return Ok(None);
        };
        let chosen = choices.iter().find(|(known, _)| *known == word);
        let words: Vec<_> = choices.iter().map(|(known, _)| *known).collect();
        let unknown = || self.refusal(name, &format!("must be one of {}", words.join(", ")));
        chosen.map(|(_, value)| Some(*value)).ok_or_else(unknown)
    }

    /// Any value, `null` too.
    pub(crate) fn raw(&self, name: &str) -> Option<&RawValue> {
        let mut members = self.body.members();
        members
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    pub(crate) fn required(&self, name: &str) -> Refusal {
        self.refusal(name, "is required")
    }

    pub(crate) fn refusal(&self, name: &str, reason: &str) -> Refusal {
        Refusal::bad_request(format!("{}{name} {reason}", self.at))
    }

    fn read<T: DeserializeOwned>(&self, name: &str, wanted: &str) -> Result<Option<T>, Refusal> {
        let given = self.raw(name).filter(|raw| raw.get() != "null");
        given
            .map(|raw| serde_json::from_str(raw.get()))
            .transpose()
            .map_err(|_| self.refusal(name, wanted))
    }
}
