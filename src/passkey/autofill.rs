//! Autofill: passkeys among what the browser offers to fill in, for as long as the page is there (WebAuthn Level 3 §5.1.4,
//! conditional mediation).
//!
//! Nobody waits in front of a prompt, so only a sign-in ends it, or a word from outside. The challenge is replaced before
//! it expires, an attempt that failed is followed by the next one, and an explicit ceremony only borrows the browser.

use crate::error::{Code, Error};
use crate::events::Event;
use crate::ports::{Host, before, race};

use super::ceremony::Errand;
use super::challenge::Challenge;
use super::slot::Manner;
use super::{Entered, Passkey};

/// Milliseconds between an attempt that failed and the next one. It doubles with each further one, so many times.
const PAUSE: f64 = 1_000.0;
const DOUBLED: u32 = 6;

/// An offer that stood so many milliseconds was no failure of its own making.
const STOOD: f64 = 10_000.0;

/// Why an offer was taken back that nobody else ended.
const OLD: &str = "the challenge is old";

/// The challenge of the next offer, or why there is none.
type Next<V> = Option<Result<Challenge<V>, Error>>;

impl<H: Host> Passkey<H> {
    /// Offers passkeys until one signs in.
    pub(super) async fn autofill(
        &self,
        errand: &Errand<H::Json>,
    ) -> Result<Entered<H::Json>, Error> {
        let host = self.api.host();
        let (mut next, mut failures): (Next<_>, _) = (None, 0);
        loop {
            self.slot.free().await;
            let Some(challenge) = next.take().transpose()? else {
                next = Some(self.fetch_until_there(errand).await);
                // Meanwhile an explicit ceremony may have begun.
                continue;
            };
            let began = host.now();
            let failed = match self.offer(&challenge, errand, &mut next).await {
                Err(failed) => failed,
                entered => return entered,
            };
            match failed.code {
                // It made way, or its time was over.
                Code::Aborted => continue,
                // It would fail again, for ever.
                Code::PasskeyNotSupported | Code::PasskeyRpMismatch => return Err(failed),
                // The user said no, or a listener signed out again: the pause is where that ends it.
                Code::PasskeyCancelled | Code::PasskeyTimeout | Code::NotSignedIn => {}
                // The browser itself, perhaps again and again.
                Code::PasskeyFailed if failures > 0 => {}
                _ => self.tell(&failed),
            }
            if host.now() - began >= STOOD {
                failures = 0;
            }
            self.pause(&failed, &mut failures).await;
        }
    }

    /// Arms it once. It is `aborted` by an explicit ceremony, or when the challenge is old: before it is shown, since the
    /// browser may take its time with what was there, or when the `next` one is there.
    async fn offer(
        &self,
        challenge: &Challenge<H::Json>,
        errand: &Errand<H::Json>,
        next: &mut Next<H::Json>,
    ) -> Result<Entered<H::Json>, Error> {
        let stay = self.slot.enter(Manner::Armed);
        let work = async {
            self.turn(&stay).await;
            let host = self.api.host();
            if host.now() >= challenge.fresh_until {
                return Err(Error::new(Code::Aborted, OLD));
            }
            let renewal = async {
                host.sleep(challenge.fresh_until - host.now()).await;
                // The old offer stands until then.
                *next = Some(self.fetch_until_there(errand).await);
            };
            let prompt = self.prompt(&stay, errand, challenge);
            let Some(credential) = before(prompt, renewal).await else {
                return Err(Error::new(Code::Aborted, OLD));
            };
            self.enter(errand, &challenge.options, &credential?).await
        };
        race(&stay.ends(&[]), work).await
    }

    /// A challenge, however long the API cannot be reached. What it refuses for good, it refuses.
    async fn fetch_until_there(
        &self,
        errand: &Errand<H::Json>,
    ) -> Result<Challenge<H::Json>, Error> {
        let mut failures = 0;
        loop {
            let failed = match self.fetch(&errand.question).await {
                Err(failed) if failed.retryable => failed,
                answer => return answer,
            };
            if failures == 0 {
                self.tell(&failed);
            }
            self.pause(&failed, &mut failures).await;
        }
    }

    fn tell(&self, failed: &Error) {
        self.api.events().emit(Event::Error(failed.clone()));
    }

    /// Waits after a failure, the longer the more there were in a row.
    async fn pause(&self, failed: &Error, failures: &mut u32) {
        let host = self.api.host();
        let asked = failed.retry_after.map_or(0.0, f64::from) * 1000.0;
        let backoff = f64::from(1_u32 << (*failures).min(DOUBLED)) * PAUSE;
        *failures += 1;
        host.sleep(asked.max(backoff * (1.0 + host.random()) / 2.0))
            .await;
    }
}

#[cfg(test)]
mod tests;
