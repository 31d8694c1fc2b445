//! The arguments of `request()`, the door to every endpoint that has no method of its own.

use crate::api::endpoint;
use crate::error::Error;
use crate::http::Call;
use crate::ports::{Kind, Pairs, Value};

use super::super::value::Js;
use super::Options;
use super::client_options::headers;

const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

pub(in super::super) fn request(method: &Js, path: &Js, given: &Js) -> Result<Call<Js>, Error> {
    let given = Options::of(given)?;
    let method = method
        .text()
        .ok_or_else(|| Error::invalid_argument("method", "must be a string"))?
        .to_ascii_uppercase();
    if !METHODS.contains(&method.as_str()) {
        return Err(Error::invalid_argument(
            "method",
            "must be GET, HEAD, POST, PUT, PATCH or DELETE",
        ));
    }
    let path = path
        .text()
        .ok_or_else(|| Error::invalid_argument("path", "must be a string"))?;
    endpoint(&path)?;
    let body = given.value("body")?.map(|body| json(&body)).transpose()?;
    if body.is_some() && matches!(method.as_str(), "GET" | "HEAD") {
        return Err(Error::invalid_argument(
            "body",
            "cannot be sent with GET or HEAD",
        ));
    }
    Ok(Call {
        method,
        path,
        query: query(&given)?,
        headers: headers(&given)?,
        body,
    })
}

/// Takes a snapshot: what the caller changes later is not sent.
fn json(body: &Js) -> Result<Js, Error> {
    let text = body
        .json()
        .ok_or_else(|| Error::invalid_argument("body", "cannot be written as JSON"))?;
    Js::parse_text(&text)
        .ok_or_else(|| Error::invalid_argument("body", "cannot be written as JSON"))
}

fn query(given: &Options<'_>) -> Result<Pairs, Error> {
    let mut query = Pairs::new();
    for (name, value) in given.pairs("query")?.unwrap_or_default() {
        let text = match value.kind() {
            // What is absent is not sent.
            Kind::Undefined => continue,
            Kind::Text => value.text(),
            Kind::Number | Kind::Bool => value.json().map(String::from),
            _ => None,
        };
        let field = ["query.", &name].concat();
        let text = text.ok_or_else(|| {
            Error::invalid_argument(&field, "must be a string, a finite number or a boolean")
        })?;
        query.push((name, text));
    }
    Ok(query)
}
