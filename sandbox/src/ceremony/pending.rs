//! Challenges that wait for their answer.
//!
//! Each is used up by the first answer that names it, whatever becomes of that answer.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use webauthn_rs_core::proto::{AuthenticationState, RegistrationState};

use crate::variants::UserVerification;

/// Beyond this many, those that expire first give way.
const LIMIT: usize = 10_000;

/// What a sign-up remembers between its two halves.
pub(crate) struct SignUp {
    pub(crate) user_id: uuid::Uuid,
    pub(crate) name: String,
    pub(crate) display_name: String,
    pub(crate) key_name: Option<String>,
    pub(crate) key_display_name: Option<String>,
    /// What the options said of it.
    pub(crate) user_verification: UserVerification,
    pub(crate) state: RegistrationState,
}

pub(crate) enum Ceremony {
    SignUp(Box<SignUp>),
    SignIn(Box<AuthenticationState>),
}

struct Waiting {
    rp_id: String,
    expires_at: i64,
    ceremony: Ceremony,
}

/// All challenges that were given out and not yet answered.
#[derive(Default)]
pub(crate) struct Pending(Mutex<HashMap<Vec<u8>, Waiting>>);

impl Pending {
    pub(crate) fn add(
        &self,
        challenge: Vec<u8>,
        rp_id: &str,
        ceremony: Ceremony,
        now: i64,
        expires_at: i64,
    ) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= LIMIT {
            waiting.retain(|_, one| one.expires_at > now);
        }
        if waiting.len() >= LIMIT {
            let first = waiting.iter().min_by_key(|(_, one)| one.expires_at);
            if let Some(challenge) = first.map(|(challenge, _)| challenge.clone()) {
                waiting.remove(&challenge);
            }
        }
        waiting.insert(
            challenge,
            Waiting {
                rp_id: rp_id.to_owned(),
                expires_at,
                ceremony,
            },
        );
    }

    /// The ceremony of a challenge, unless it is unknown, used, expired or another tenant's.
    pub(crate) fn take(&self, challenge: &[u8], rp_id: &str, now: i64) -> Option<Ceremony> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = waiting.remove(challenge)?;
        (taken.rp_id == rp_id && now < taken.expires_at).then_some(taken.ceremony)
    }

    pub(crate) fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}
