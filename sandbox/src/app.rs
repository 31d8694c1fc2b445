//! What all requests share.

use std::sync::{Mutex, PoisonError};

use crate::call::Call;
use crate::ceremony::pending::{Ceremony, Pending};
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Refusal;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::mailbox::Mailbox;
use crate::store::Store;
use crate::tenant::Tenants;
use crate::variants::Variants;

pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    pub(crate) tenants: Tenants,
    pub(crate) store: Store,
    pub(crate) pending: Pending,
    pub(crate) mailbox: Mailbox,
    pub(crate) journal: Journal,
    pub(crate) faults: Faults,
    variants: Mutex<Variants>,
}

impl App {
    pub(crate) fn new(config: Config) -> Result<Self, Refusal> {
        Ok(Self {
            clock: Clock::default(),
            tenants: Tenants::new(&config.rp_ids),
            store: Store::open(config.db.as_deref())?,
            pending: Pending::default(),
            mailbox: Mailbox::default(),
            journal: Journal::default(),
            faults: Faults::default(),
            variants: Mutex::default(),
            config,
        })
    }

    pub(crate) fn rp_id(&self, call: &Call) -> Result<&str, Refusal> {
        self.tenants.of(call)
    }

    /// Gives a challenge its time to be answered in.
    pub(crate) fn wait_for(&self, challenge: Vec<u8>, rp_id: &str, ceremony: Ceremony) {
        let now = self.clock.now();
        let expires_at = now.saturating_add(i64::from(self.config.challenge_ttl) * 1000);
        self.pending
            .add(challenge, rp_id, ceremony, now, expires_at);
    }

    pub(crate) fn variants(&self) -> Variants {
        self.variants
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn set_variants(&self, variants: Variants) {
        *self.variants.lock().unwrap_or_else(PoisonError::into_inner) = variants;
    }

    /// Changes the variants by what they are now, with nobody in between.
    pub(crate) fn change_variants(
        &self,
        change: impl FnOnce(&Variants) -> Result<Variants, Refusal>,
    ) -> Result<Variants, Refusal> {
        let mut variants = self.variants.lock().unwrap_or_else(PoisonError::into_inner);
        *variants = change(&variants)?;
        Ok(variants.clone())
    }

    /// Everything as at the start.
    pub(crate) fn reset(&self) -> Result<(), Refusal> {
        self.store.reset()?;
        self.pending.clear();
        self.clock.reset();
        self.set_variants(Variants::default());
        self.mailbox.clear();
        self.journal.clear();
        self.faults.clear();
        Ok(())
    }
}
