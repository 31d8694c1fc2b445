//! The mailbox: e-mails that a real service would have sent.
//!
//! The plain codes are here and nowhere else; they leave memory with the process.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

/// Older mails give way beyond this many.
const LIMIT: usize = 1_000;

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Mail {
    pub(crate) to: String,
    pub(crate) code: String,
    pub(crate) rp_id: String,
    pub(crate) at: String,
}

#[derive(Default)]
pub(crate) struct Mailbox(Mutex<VecDeque<Mail>>);

impl Mailbox {
    pub(crate) fn deliver(&self, mail: Mail) {
        let mut mails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if mails.len() >= LIMIT {
            mails.pop_front();
        }
        mails.push_back(mail);
    }

    /// All mails, the newest last.
    pub(crate) fn mails(&self) -> Vec<Mail> {
        let mails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mails.iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}
