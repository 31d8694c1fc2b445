//! Whether what was sent, shown and ended with is as the fixture says; each function tells what is not.

use serde_json::{Value as Tree, json};

use super::fixture::{Exchange, Fixture, Request};
use super::placeholder::{fill, fill_text};
use super::play::Outcome;
use super::sources::fake::{Fake, Sent};

/// One prompt, as the fixture describes it, or of any kind where it only shows that a credential is sent; else none.
pub(crate) fn prompts(fixture: &Fixture, shown: &[Fake], rp_id: &str) -> Option<String> {
    let carries = |exchange: &Exchange| {
        let body = exchange.request.body.as_ref();
        body.is_some_and(|body| body.get("credential").is_some())
    };
    match (&fixture.prompt, shown) {
        (Some(expected), [shown]) => unlike("prompt", &fill(expected, rp_id), &shown.into()),
        (None, [_]) if fixture.exchanges.iter().any(carries) => None,
        (None, []) => None,
        _ => Some(format!("{} prompts", shown.len())),
    }
}

pub(crate) fn requests(fixture: &Fixture, sent: &[Sent], rp_id: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut bearer = format!("Bearer {}", fill_text("{access}", rp_id));
    for (index, Exchange { request, response }) in fixture.exchanges.iter().enumerate() {
        let Some(sent) = sent.get(index) else { break };
        let at = |what: &str| format!("request {index}, {what}");
        let expected = json!({
            "method": request.method, "path": fill_text(&request.path, rp_id),
            "query": request.query, "body": request.body.as_ref().map(|body| fill(body, rp_id)),
        });
        let made = json!({
            "method": sent.method, "path": sent.path, "query": sent.query, "body": sent.body,
        });
        problems.extend(unlike(&at("all"), &expected, &made));
        for (name, value) in headers(request, &bearer, rp_id) {
            let made = json!(sent.headers.get(&name));
            problems.extend(unlike(&at(&name), &json!(value), &made));
        }
        if let Some(body) = &response.body
            && let Some(token) = body.get("access_token").or_else(|| body.get("token"))
        {
            bearer = format!("Bearer {}", fill_text(token.as_str().unwrap(), rp_id));
        }
    }
    if sent.len() != fixture.exchanges.len() {
        let lines: Vec<_> = sent.iter().map(Sent::line).collect();
        problems.push(format!("sent {lines:?}"));
    }
    problems
}

/// The headers that a request must have, and those that it must not have.
fn headers(request: &Request, bearer: &str, rp_id: &str) -> Vec<(String, Option<String>)> {
    let given = request.headers.clone().unwrap_or_else(|| {
        let token = (!request.path.contains("/auth/")).then(|| bearer.to_owned());
        [
            ("authorization".to_owned(), token),
            ("x-ibex-auth".to_owned(), None),
        ]
        .into()
    });
    let content_type = request.body.as_ref().map(|_| "application/json".to_owned());
    given
        .into_iter()
        .map(|(name, value)| (name, value.map(|value| fill_text(&value, rp_id))))
        .chain([("content-type".to_owned(), content_type)])
        .collect()
}

pub(crate) fn end(fixture: &Fixture, outcome: &Outcome, rp_id: &str) -> Option<String> {
    match (&fixture.error, outcome) {
        (Some(expected), Err(error)) => {
            let made = (error.code.as_str(), error.status);
            let words = expected.message.as_deref().unwrap_or(&error.message);
            let holds = made == (expected.code.as_str(), expected.status) && words == error.message;
            (!holds).then(|| format!("error: expected {expected:?}, got {error:?}"))
        }
        (None, Ok(made)) => {
            let expected = fixture.result.as_ref().map(|result| fill(result, rp_id));
            unlike("result", &json!(expected), &json!(made))
        }
        (_, outcome) => Some(format!("ended otherwise: {outcome:?}")),
    }
}

fn unlike(what: &str, expected: &Tree, made: &Tree) -> Option<String> {
    let same = in_javascript(expected) == in_javascript(made);
    (!same).then(|| format!("{what}: expected {expected}, got {made}"))
}

/// JavaScript has one kind of number.
fn in_javascript(tree: &Tree) -> Tree {
    match tree {
        Tree::Number(number) => json!(number.as_f64()),
        Tree::Array(items) => items.iter().map(in_javascript).collect(),
        Tree::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), in_javascript(value)))
            .collect(),
        other => other.clone(),
    }
}
