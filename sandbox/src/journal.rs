//! The journal: which API requests came in, without a value of theirs.
//!
//! It holds header names but no header values, the path but no query, and no bodies.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use axum::http::StatusCode;
use serde::Serialize;

/// Older entries give way beyond this many.
const LIMIT: usize = 25_000;

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    pub(crate) at: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<String>,
    /// None where no answer was sent: a fault dropped it, or the client was gone.
    pub(crate) status: Option<u16>,
    /// The fault that took the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fault: Option<&'static str>,
}

/// An entry whose request is under way; it is noted when that ends, in whatever way.
pub(crate) struct Open<'a> {
    journal: &'a Journal,
    entry: Option<Entry>,
}

impl Open<'_> {
    pub(crate) fn answered(mut self, status: StatusCode) {
        if let Some(entry) = &mut self.entry {
            entry.status = Some(status.as_u16());
        }
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        if let Some(entry) = self.entry.take() {
            self.journal.note(entry);
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Journal(Mutex<VecDeque<Entry>>);

impl Journal {
    pub(crate) fn open(&self, entry: Entry) -> Open<'_> {
        Open {
            journal: self,
            entry: Some(entry),
        }
    }

    fn note(&self, entry: Entry) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= LIMIT {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    /// All entries, the newest last.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good_entry(path: String) -> Entry {
        Entry {
            at: String::new(),
            method: "GET".to_owned(),
            path,
            headers: Vec::new(),
            status: None,
            fault: None,
        }
    }

    #[test]
    fn holds_so_many_and_lets_the_oldest_go() {
        let journal = Journal::default();
        for number in 0..=LIMIT {
            journal.open(good_entry(number.to_string()));
        }
        let entries = journal.entries();
        assert_eq!(entries.len(), LIMIT);
        assert_eq!(entries[0].path, "1");
        assert_eq!(entries[LIMIT - 1].path, LIMIT.to_string());
    }

    #[test]
    fn notes_a_request_that_was_never_answered() {
        let journal = Journal::default();
        journal
            .open(good_entry("/v1/a".to_owned()))
            .answered(StatusCode::OK);
        let left = journal.open(good_entry("/v1/b".to_owned()));
        assert_eq!(journal.entries().len(), 1);
        drop(left);
        let statuses: Vec<_> = journal.entries().iter().map(|entry| entry.status).collect();
        assert_eq!(statuses, [Some(200), None]);
    }
}
