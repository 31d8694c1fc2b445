//! Reads values from any bytes, one after the other: JSON, forgiving, with words for what JSON cannot say.
//!
//! `<abc>` is a buffer, `!{…}` an object with a class, `={…}` a function that returns what follows; `undefined`, `symbol`
//! and `throws` are what they say. A word without quotes is a number or a text. What is not closed is closed at the end,
//! what closes nothing is passed over.

use ibex_wallet_sdk::ports::{Body, Response};

use crate::value::Odd;

/// Deeper values are `null`: the browser's parser, not the SDK's, has to stand depth.
const DEEPEST: u32 = 24;

/// A text that is being read.
#[derive(Debug)]
pub struct Script {
    text: Vec<char>,
    at: usize,
}

impl Script {
    /// Reads from the beginning.
    #[must_use]
    pub fn new(data: &[u8]) -> Self {
        Self {
            text: String::from_utf8_lossy(data).chars().collect(),
            at: 0,
        }
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_over(&mut self) -> bool {
        self.skip(|c| c.is_ascii_whitespace() || "}]>,:".contains(c));
        self.peek().is_none()
    }

    /// The next value; `undefined` where nothing is left.
    pub fn value(&mut self) -> Odd {
        if self.is_over() {
            return Odd::Undefined;
        }
        self.read(0)
    }

    /// The next value as a word; an empty one where it is none.
    pub fn word(&mut self) -> String {
        match self.value() {
            Odd::Text(word) => word.as_ref().to_owned(),
            _ => String::new(),
        }
    }

    /// The next value as a number, or another one.
    pub fn number_or(&mut self, other: f64) -> f64 {
        match self.value() {
            Odd::Number(number) => number,
            _ => other,
        }
    }

    /// What is left of the line, as it stands.
    pub fn line(&mut self) -> String {
        let line: String = self
            .text
            .iter()
            .skip(self.at)
            .take_while(|c| **c != '\n')
            .collect();
        self.at += line.chars().count() + 1;
        line
    }

    /// An answer of the API: its status, and its body, which is JSON, `empty` or `html`.
    pub fn answer(&mut self) -> Response<Odd> {
        let status = match self.value() {
            Odd::Number(number) if (100.0..600.0).contains(&number) => number as u16,
            _ => 200,
        };
        let body = match self.value() {
            Odd::Text(word) if &*word == "html" => Body::Unreadable,
            Odd::Text(word) if &*word == "empty" => Body::Empty,
            Odd::Undefined => Body::Empty,
            json => Body::Json(json.as_json()),
        };
        Response {
            status,
            retry_after: None,
            request_id: None,
            body,
        }
    }

    /// All the answers that are left, but no more than a call can ask for.
    pub fn answers(&mut self) -> Vec<Response<Odd>> {
        let mut answers = Vec::new();
        while answers.len() < 16 && !self.is_over() {
            answers.push(self.answer());
        }
        answers
    }

    fn read(&mut self, depth: u32) -> Odd {
        match self.next() {
            _ if depth > DEEPEST => Odd::Null,
            Some('{') => Odd::object(self.members(depth)),
            Some('!') if self.peek() == Some('{') => {
                self.at += 1;
                match Odd::object(self.members(depth)) {
                    Odd::Object(members) => Odd::Classy(members),
                    other => other,
                }
            }
            Some('=') => Odd::Method(self.read(depth + 1).into()),
            Some('[') => {
                let mut items = Vec::new();
                while self.goes_on(']') {
                    items.push(self.read(depth + 1));
                }
                items.into_iter().collect()
            }
            Some('"') => Odd::Text(self.quoted().into()),
            Some('<') => Odd::Bytes(self.until('>').into_bytes().into()),
            Some(first) => self.plain(first),
            None => Odd::Undefined,
        }
    }

    fn members(&mut self, depth: u32) -> Vec<(String, Odd)> {
        let mut members = Vec::new();
        while self.goes_on('}') {
            let name = match self.next() {
                Some('"') => self.quoted(),
                Some(first) => self.bare(first),
                None => break,
            };
            if self.goes_on('}') {
                members.push((name, self.read(depth + 1)));
            } else {
                members.push((name, Odd::Undefined));
                break;
            }
        }
        members
    }

    /// Whether there is more before the closing bracket, which is read.
    fn goes_on(&mut self, close: char) -> bool {
        self.skip(|c| c.is_ascii_whitespace() || c == ',' || c == ':');
        match self.peek() {
            Some(next) if next == close => {
                self.at += 1;
                false
            }
            next => next.is_some(),
        }
    }

    fn quoted(&mut self) -> String {
        let mut text = String::new();
        while let Some(c) = self.next().filter(|c| *c != '"') {
            text.push(match c {
                '\\' => self.escaped(),
                other => other,
            });
        }
        text
    }

    fn escaped(&mut self) -> char {
        match self.next() {
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let digits: String = self.text.iter().skip(self.at).take(4).collect();
                self.at += digits.chars().count();
                let code = u32::from_str_radix(&digits, 16).ok();
                code.and_then(char::from_u32).unwrap_or('\u{fffd}')
            }
            other => other.unwrap_or('\\'),
        }
    }

    fn plain(&mut self, first: char) -> Odd {
        let word = self.bare(first);
        match word.as_str() {
            "true" => Odd::Bool(true),
            "false" => Odd::Bool(false),
            "null" => Odd::Null,
            "undefined" => Odd::Undefined,
            "throws" => Odd::Thrower,
            "symbol" => Odd::Other,
            _ => match word.parse::<f64>() {
                Ok(number) if number.is_finite() => Odd::Number(number),
                Ok(_) => Odd::Other,
                Err(_) => Odd::Text(word.into()),
            },
        }
    }

    fn bare(&mut self, first: char) -> String {
        let mut word = String::from(first);
        while let Some(c) = self
            .peek()
            .filter(|c| !c.is_ascii_whitespace() && !"{}[]<>,:\"".contains(*c))
        {
            word.push(c);
            self.at += 1;
        }
        word
    }

    fn until(&mut self, close: char) -> String {
        let mut text = String::new();
        while let Some(c) = self.next().filter(|c| *c != close) {
            text.push(c);
        }
        text
    }

    fn skip(&mut self, what: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&what) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }
}
