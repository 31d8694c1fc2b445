//! What the names in braces stand for, and whether an answer is the fixture's under them.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::{BASE64, BASE64URL, BASE64URL_NOPAD};
use serde_json::{Map, Value, json};

pub(super) struct Names<'a> {
    rp_id: &'a str,
    bound: BTreeMap<String, String>,
    /// What was not as the fixture says.
    pub(super) problems: Vec<String>,
}

impl<'a> Names<'a> {
    pub(super) fn new(rp_id: &'a str) -> Self {
        Self {
            rp_id,
            bound: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    pub(super) fn know(&mut self, name: &str, value: String) {
        self.bound.insert(name.to_owned(), value);
    }

    pub(super) fn filled(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.filled_text(text).into(),
            Value::Array(items) => items.iter().map(|item| self.filled(item)).collect(),
            Value::Object(members) => {
                let filled = members
                    .iter()
                    .filter(|(name, _)| *name != "credential")
                    .map(|(name, value)| (name.clone(), self.filled(value)));
                Value::Object(filled.collect::<Map<_, _>>())
            }
            other => other.clone(),
        }
    }

    pub(super) fn filled_text(&self, text: &str) -> String {
        let mut filled = text.to_owned();
        for (name, value) in &self.bound {
            filled = filled.replace(&format!("{{{name}}}"), value);
        }
        assert!(!filled.contains('{'), "nothing is known of {filled}");
        filled
    }

    pub(super) fn compare(&mut self, at: &str, expected: &Value, got: &Value) {
        match (expected, got) {
            (Value::Object(expected), Value::Object(got)) => {
                if let ([name], [got]) = (&*names(expected), &*names(got))
                    && let Some(name) = in_braces(name)
                {
                    self.bind(at, name, got);
                }
                let named = |name: &String| self.bound_name(name);
                let wanted: BTreeSet<_> = expected.keys().map(named).collect();
                let found: BTreeSet<_> = got.keys().cloned().collect();
                if wanted != found {
                    self.problems
                        .push(format!("{at}: expected {wanted:?}, got {found:?}"));
                }
                for (name, value) in expected {
                    if let Some(got) = got.get(&self.bound_name(name)) {
                        self.compare(&format!("{at}.{name}"), value, got);
                    }
                }
            }
            (Value::Array(expected), Value::Array(got)) if expected.len() == got.len() => {
                for (index, (expected, got)) in expected.iter().zip(got).enumerate() {
                    self.compare(&format!("{at}[{index}]"), expected, got);
                }
            }
            (Value::String(text), Value::String(got)) if in_braces(text).is_some() => {
                self.bind(at, in_braces(text).unwrap(), got);
            }
            (Value::Number(expected), Value::Number(got)) if expected.as_f64() == got.as_f64() => {}
            (expected, got) if expected == got => {}
            _ => self
                .problems
                .push(format!("{at}: expected {expected}, got {got}")),
        }
    }

    fn bound_name(&self, name: &str) -> String {
        let bound = in_braces(name).and_then(|name| self.bound.get(name));
        bound.map_or(name, String::as_str).to_owned()
    }

    fn bind(&mut self, at: &str, name: &str, got: &str) {
        let (name, encoding) = name.split_once(':').unwrap_or((name, "base64url"));
        let problem = match name {
            "access" | "renewed-access" => {
                self.bound.remove(name);
                self.claims(at, got)
            }
            "refresh" | "renewed-refresh" => {
                let fresh = self.bound.values().all(|known| known != got);
                self.bound.remove(name);
                (!fresh || got.is_empty()).then(|| "is no new token".to_owned())
            }
            "challenge" => unlike_bytes(got, encoding, 32),
            "user-handle" => unlike_bytes(got, encoding, 16),
            "safe" | "safe-100" | "eoa" => {
                let address = got.len() == 42 && got.starts_with("0x");
                (!address).then(|| "is no address".to_owned())
            }
            _ => got.is_empty().then(|| "is empty".to_owned()),
        };
        self.problems
            .extend(problem.map(|problem| format!("{at} {problem}: {got}")));
        let known = self
            .bound
            .entry(name.to_owned())
            .or_insert_with(|| got.to_owned());
        if known != got {
            let problem = format!("{at}: {{{name}}} was {known}, is {got}");
            self.problems.push(problem);
        }
    }

    /// The access token is a JWT that names the tenant, the user and the signer.
    fn claims(&mut self, at: &str, token: &str) -> Option<String> {
        let parts: Vec<_> = token.split('.').collect();
        let part = |index: usize| {
            let bytes = BASE64URL_NOPAD.decode(parts.get(index)?.as_bytes()).ok()?;
            serde_json::from_slice::<Value>(&bytes).ok()
        };
        let (Some(header), Some(claims), 3) = (part(0), part(1), parts.len()) else {
            return Some("is no JWT".to_owned());
        };
        let expected = json!({ "alg": "HS256", "typ": "JWT" });
        self.compare(&format!("{at} header"), &expected, &header);
        let names = ["iss", "aud", "sub", "sid"];
        let named: Map<_, _> = names
            .iter()
            .map(|name| ((*name).to_owned(), claims[name].clone()))
            .collect();
        let expected =
            json!({ "iss": self.rp_id, "aud": self.rp_id, "sub": "{user}", "sid": "{signer}" });
        self.compare(&format!("{at} claims"), &expected, &named.into());
        (!claims["exp"].is_i64()).then(|| "has no exp".to_owned())
    }
}

fn names(object: &Map<String, Value>) -> Vec<&str> {
    object.keys().map(String::as_str).collect()
}

fn in_braces(text: &str) -> Option<&str> {
    text.strip_prefix('{')?.strip_suffix('}')
}

fn unlike_bytes(text: &str, encoding: &str, length: usize) -> Option<String> {
    let alphabet = match encoding {
        "base64url" => BASE64URL_NOPAD,
        "padded" => BASE64URL,
        "base64" => BASE64,
        other => panic!("nobody knows the encoding {other}"),
    };
    let bytes = alphabet.decode(text.as_bytes());
    let right = bytes.is_ok_and(|bytes| bytes.len() == length);
    (!right).then(|| format!("is no {encoding} of {length} bytes"))
}
