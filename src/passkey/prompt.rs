//! The browser's prompt: once, and once more where the first was refused because the document had no focus.

use crate::error::Error;
use crate::ports::{Host, Mediation, before};

use super::Passkey;
use super::ceremony::Errand;
use super::challenge::Challenge;
use super::refusal::{Circumstances, identify, ran_out};
use super::slot::Stay;

impl<H: Host> Passkey<H> {
    /// Asks the user. A second refusal counts, whatever its reason.
    pub(super) async fn prompt(
        &self,
        stay: &Stay,
        errand: &Errand<H::Json>,
        challenge: &Challenge<H::Json>,
    ) -> Result<H::Json, Error> {
        let host = self.api.host();
        // No browser wants the focus for what it fills in.
        let mut may_wait = errand.mediation != Some(Mediation::Conditional);
        loop {
            let (began, focused) = (host.now(), host.focused());
            let shown = self.show(stay, errand, &challenge.options);
            let refusal = match shown.wait().await {
                Ok(credential) => return Ok(credential),
                Err(refusal) => refusal,
            };
            let seen = Circumstances {
                ceremony: errand.ceremony,
                elapsed: host.now() - began,
                timeout: challenge.timeout,
                focused,
                permitted: host.permitted(errand.ceremony.feature()),
                abort: &stay.abort,
            };
            if !may_wait || !seen.wants_focus(&refusal) {
                return Err(identify(refusal, &seen));
            }
            let life = host.sleep(challenge.fresh_until - host.now());
            if before(host.focus(), life).await.is_none() {
                return Err(ran_out(refusal.cause));
            }
            may_wait = false;
        }
    }
}

#[cfg(test)]
mod tests;
