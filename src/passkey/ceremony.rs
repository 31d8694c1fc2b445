//! A ceremony from its beginning to its end: alone in the client's slot, with a prompt that is taken away by whatever ends it.

use std::future::Future;
use std::pin::Pin;

use crate::error::{Code, Error};
use crate::once::Once;
use crate::ports::{Abort, Host, Mediation, Value, race};

use super::Passkey;
use super::refusal::{Ceremony, identify};
use super::slot::{Predecessors, Presence};

/// A ceremony under way: what ends it, and what tells that it is over.
pub(super) struct Ongoing {
    ends: Vec<Abort>,
    abort: Abort,
    presence: Presence,
    predecessors: Predecessors,
}

/// What a ceremony's steps need of it.
pub(super) struct Stage {
    abort: Abort,
    presence: Presence,
}

impl<H: Host> Passkey<H> {
    /// Moves into the client's one slot at once. Nothing is disturbed by a call that cannot succeed.
    pub(super) fn enter(&self, signal: Option<Abort>) -> Result<Ongoing, Error> {
        if let Some(error) = self.api.closed().get() {
            return Err(error);
        }
        if let Some(error) = signal.as_ref().and_then(Abort::get) {
            return Err(error);
        }
        if !self.api.host().supported() {
            return Err(Error::new(
                Code::PasskeyNotSupported,
                "this browser has no passkeys here; is the page secure?",
            ));
        }
        let abort = Abort::default();
        let (presence, predecessors) = self.slot.enter(abort.clone());
        let leaving = self.api.session().leaving();
        let mut ends = vec![self.api.closed().clone(), abort.clone(), leaving];
        ends.extend(signal);
        Ok(Ongoing {
            ends,
            abort,
            presence,
            predecessors,
        })
    }

    /// Does the work when all earlier ceremonies are over. Whatever ends it takes its prompt away.
    pub(super) async fn alone<T>(
        &self,
        ongoing: Ongoing,
        work: impl AsyncFnOnce(&Stage) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Ongoing {
            ends,
            abort,
            presence,
            predecessors,
        } = ongoing;
        let stage = Stage { abort, presence };
        let result = race(&ends, async {
            if predecessors.gone().await {
                // Safari refuses a ceremony in the very task in which the last one was aborted.
                self.api.host().sleep(0.0).await;
            }
            work(&stage).await
        })
        .await;
        if let Err(error) = &result {
            stage.abort.set(error.clone());
        }
        result
    }

    /// Shows the prompt. A task of its own waits for the browser, which must settle even where nobody waits any more.
    pub(super) async fn prompt(
        &self,
        stage: &Stage,
        ceremony: Ceremony,
        mediation: Option<Mediation>,
        options: &H::Json,
    ) -> Result<H::Json, Error> {
        let host = self.api.host();
        let began = host.now();
        let timeout = options.get("timeout").and_then(|value| value.number());
        let (options, abort) = (options.clone(), stage.abort.clone());
        let settling: Pin<Box<dyn Future<Output = _>>> = match ceremony {
            Ceremony::Create => Box::pin(host.create(options, abort)),
            Ceremony::Get => Box::pin(host.get(options, mediation, abort)),
        };
        let (settled, presence) = (Once::default(), stage.presence.clone());
        let settle = settled.clone();
        host.spawn(Box::pin(async move {
            let outcome = settling.await;
            drop(presence);
            settle.set(outcome);
        }));
        settled.wait().await.map_err(|refusal| {
            let elapsed = host.now() - began;
            identify(refusal, ceremony, elapsed, timeout, &stage.abort)
        })
    }
}

#[cfg(test)]
mod tests;
