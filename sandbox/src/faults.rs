//! Faults: what breaks next, as tests and developers wish it.
//!
//! Rules are kept in the order in which they came. The first in force that matches a request
//! takes it; a rule whose times are over is gone.

mod damage;
mod fault;
mod form;
mod half;
mod kind;
mod pattern;
mod redirect;
mod retry_after;
mod rule;
mod status;

use std::sync::{Mutex, PoisonError};

use axum::http::Method;
use tokio::sync::watch;

pub(crate) use fault::{Dropped, Fault, is_dropped};
pub(crate) use rule::Rule;

use crate::error::Refusal;
use form::Form;

/// How many rules may be in force at once.
const LIMIT: usize = 1_000;

#[derive(Debug, Default)]
pub(crate) struct Faults {
    rules: Mutex<Rules>,
    hang_up: watch::Sender<()>,
}

#[derive(Debug, Default)]
struct Rules {
    in_force: Vec<Rule>,
    newest: u64,
}

impl Faults {
    /// Puts rules into force, after those that are; all of them, or none if one is unusable.
    /// Answers all that are in force.
    pub(crate) fn add(&self, json: &[u8]) -> Result<Vec<Rule>, Refusal> {
        let new = Form::all(json)?;
        let new: Vec<Rule> = new.iter().map(Rule::read).collect::<Result<_, _>>()?;
        let mut rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        if rules.in_force.len().saturating_add(new.len()) > LIMIT {
            return Err(Refusal::bad_request(format!("More than {LIMIT} rules")));
        }
        for mut rule in new {
            rules.newest = rules.newest.saturating_add(1);
            rule.id = rules.newest;
            rules.in_force.push(rule);
        }
        if rules.in_force.iter().any(Rule::drops) {
            self.hang_up.send_replace(());
        }
        Ok(rules.in_force.clone())
    }

    pub(crate) fn in_force(&self) -> Vec<Rule> {
        let rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        rules.in_force.clone()
    }

    pub(crate) fn clear(&self) {
        let mut rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        rules.in_force.clear();
    }

    /// The fault that takes this request. A rule that lets it pass leaves it to the next one.
    pub(crate) fn take(&self, method: &Method, path: &str) -> Option<Fault> {
        let mut rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = rules.in_force.iter_mut().find_map(|rule| {
            let fault = rule.take(method, path)?;
            Some((rule.id, rule.is_over(), fault))
        });
        let (id, is_over, fault) = taken?;
        if is_over {
            rules.in_force.retain(|rule| rule.id != id);
        }
        Some(fault)
    }

    /// Whether a connection may be dropped, so that none may be used twice.
    ///
    /// Browsers send a request again by themselves, and silently, when a connection that was
    /// open before ends without an answer. On a new one the loss reaches the page. So a rule
    /// that drops ends all open connections, and while it is in force each serves one request.
    pub(crate) fn may_drop(&self) -> bool {
        let rules = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        rules.in_force.iter().any(Rule::drops)
    }

    /// Changes whenever open connections are to end, those that are idle at once.
    pub(crate) fn hang_ups(&self) -> watch::Receiver<()> {
        self.hang_up.subscribe()
    }
}
