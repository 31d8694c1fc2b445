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
