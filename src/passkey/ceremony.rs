//! A ceremony from its beginning to its end: alone in the client's slot, with a prompt that is taken away by whatever ends it.

use std::future::Future;
use std::pin::Pin;

use crate::error::{Code, Error};
use crate::once::Once;
use crate::ports::{Abort, Host, Mediation, Refusal, race};

use super::challenge::Question;
use super::refusal::Ceremony;
use super::slot::{Manner, Stay};
use super::{Entered, Passkey};

/// A ceremony as it is asked for, by the page or by autofill.
pub(super) struct Errand<V> {
    pub(super) ceremony: Ceremony,
    pub(super) mediation: Option<Mediation>,
    /// What its challenge is asked for with; the credential goes to the same endpoint.
    pub(super) question: Question,
    /// What goes with the credential.
    pub(super) body: V,
}

/// A ceremony that has begun: what ends it from outside, and its stay in the slot. Without a prompt it comes there later.
pub(super) struct Begun {
    pub(super) ends: Vec<Abort>,
    pub(super) stay: Option<Stay>,
}

impl<H: Host> Passkey<H> {
    /// What ends a ceremony from outside, where one can begin. Nothing is disturbed by a call that cannot succeed.
    pub(super) fn ends(&self, signal: Option<Abort>) -> Result<Vec<Abort>, Error> {
        let mut ends = vec![self.api.closed().clone()];
        ends.extend(signal);
        if let Some(error) = ends.iter().find_map(Abort::get) {
            return Err(error);
        }
        if !self.api.host().supported() {
            return Err(Error::new(
                Code::PasskeyNotSupported,
                "this browser has no passkeys here; is the page secure?",
            ));
        }
        ends.push(self.api.session().leaving());
        Ok(ends)
    }

    /// Moves into the client's one slot at once, with a prompt; autofill takes the place of the last one.
    pub(super) fn begin(
        &self,
        errand: &Errand<H::Json>,
        signal: Option<Abort>,
    ) -> Result<Begun, Error> {
        let mut ends = self.ends(signal)?;
        // Which is the newer one, the order of the calls says, however long the browser is asked.
        let stay = match (errand.mediation, errand.ceremony) {
            (Some(Mediation::Conditional), Ceremony::Get) => {
                ends.push(self.slot.begin_autofill());
                None
            }
            (Some(Mediation::Conditional), Ceremony::Create) => {
                ends.push(self.slot.begin());
                None
            }
            _ => {
                self.slot.begin();
                Some(self.slot.enter(Manner::Explicit))
            }
        };
        Ok(Begun { ends, stay })
    }

    /// Runs a ceremony to its end: who is signed in, and the whole answer of the API.
    pub(super) async fn run(
        &self,
        begun: Begun,
        errand: Errand<H::Json>,
    ) -> Result<Entered<H::Json>, Error> {
        let Begun { ends, stay } = begun;
        let stay = match (stay, errand.ceremony) {
            (Some(stay), _) => stay,
            (None, ceremony) => {
                self.can_be_conditional(ceremony, &ends).await?;
                if ceremony == Ceremony::Get {
                    return race(&ends, self.autofill(&errand)).await;
                }
                self.slot.enter(Manner::Explicit)
            }
        };
        let work = async {
            self.turn(&stay).await;
            let challenge = self.challenge(&errand.question).await?;
            let credential = self.prompt(&stay, &errand, &challenge).await?;
            self.enter(&errand, &challenge.options, &credential).await
        };
        let entered = race(&stay.ends(&ends), work).await?;
        self.slot.end_autofill();
        Ok(entered)
    }

    /// Ends when all earlier ceremonies are over.
    pub(super) async fn turn(&self, stay: &Stay) {
        if stay.alone().await {
            // Safari refuses a ceremony in the very task in which the last one was aborted.
            self.api.host().sleep(0.0).await;
        }
    }

    /// Shows the prompt. A task of its own waits for the browser, which must settle even where nobody waits any more.
    pub(super) fn show(
        &self,
        stay: &Stay,
        errand: &Errand<H::Json>,
        options: &H::Json,
    ) -> Once<Result<H::Json, Refusal>> {
        let host = self.api.host();
        let (options, abort) = (options.clone(), stay.abort.clone());
        let settling: Pin<Box<dyn Future<Output = _>>> = match errand.ceremony {
            Ceremony::Create => Box::pin(host.create(options, errand.mediation, abort)),
            Ceremony::Get => Box::pin(host.get(options, errand.mediation, abort)),
        };
        let (settled, presence) = (Once::default(), stay.presence.clone());
        let settle = settled.clone();
        host.spawn(Box::pin(async move {
            let outcome = settling.await;
            drop(presence);
            settle.set(outcome);
        }));
        settled
    }
}

#[cfg(test)]
mod tests;
