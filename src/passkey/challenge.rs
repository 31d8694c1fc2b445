//! A challenge of the API, and those that were fetched ahead of the click.

use std::cell::RefCell;
use std::future::Future;

use crate::config::Config;
use crate::error::Error;
use crate::http::Call;
use crate::once::{Once, Over};
use crate::ports::{Abort, Host, Pairs, Value, race};

use super::{Passkey, options};

/// Milliseconds that a challenge lives where its options name no `timeout`, or one that no user could keep.
const LIFE: f64 = 60_000.0;
const SHORTEST: f64 = 1_000.0;

/// The part of its life after which a challenge is replaced: the rest is for the user, and for the way back.
const FRESH: f64 = 0.75;

/// A challenge with its options, decoded.
pub(super) struct Challenge<V> {
    pub(super) options: V,
    /// As the API gave it, in milliseconds.
    pub(super) timeout: Option<f64>,
    /// Until when it is good enough to be shown.
    pub(super) fresh_until: f64,
}

/// What a challenge is asked for with.
#[derive(Clone, PartialEq)]
pub(super) struct Question {
    pub(super) path: &'static str,
    pub(super) query: Pairs,
}

/// The challenges that were fetched ahead, one for each endpoint.
pub(super) struct Prepared<V>(RefCell<Vec<Place<V>>>);

struct Place<V> {
    question: Question,
    /// Fires when the request is over.
    came: Once<()>,
    challenge: Option<Challenge<V>>,
}

impl Question {
    /// Names the tenant where the client does.
    pub(super) fn new(path: &'static str, config: &Config) -> Self {
        let mut query = vec![("wallet".to_owned(), "passkeys".to_owned())];
        if let Some(rp_id) = &config.rp_id {
            query.push(("rpId".to_owned(), rp_id.clone()));
        }
        Self { path, query }
    }
}

impl<V> Default for Prepared<V> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<V> Prepared<V> {
    /// Whether a challenge is there and fresh; waits for one that is on its way.
    async fn holds(&self, question: &Question, now: impl Fn() -> f64) -> bool {
        if let Some(came) = self.read(question, |place| place.came.clone()) {
            came.wait().await;
        }
        let fresh_until = |place: &mut Place<V>| Some(place.challenge.as_ref()?.fresh_until);
        let fresh_until = self.read(question, fresh_until).flatten();
        fresh_until.is_some_and(|until| now() < until)
    }

    /// Makes the place for a challenge that is asked for now; what was asked of that endpoint before is forgotten.
    fn expect(&self, question: &Question) -> Over {
        let came = Over::default();
        let mut places = self.0.borrow_mut();
        places.retain(|place| place.question.path != question.path);
        places.push(Place {
            question: question.clone(),
            came: came.0.clone(),
            challenge: None,
        });
        came
    }

    fn take(&self, question: &Question) -> Option<Challenge<V>> {
        self.read(question, |place| place.challenge.take())?
    }

    fn read<T>(&self, question: &Question, read: impl FnOnce(&mut Place<V>) -> T) -> Option<T> {
        let mut places = self.0.borrow_mut();
        let mut found = places.iter_mut();
        found.find(|place| place.question == *question).map(read)
    }
}

impl<H: Host> Passkey<H> {
    /// Fetches a challenge ahead, where none is there that is fresh.
    pub(super) fn prepare(
        &self,
        question: Question,
        signal: Option<Abort>,
    ) -> impl Future<Output = Result<(), Error>> + use<H> {
        let (this, ends) = (self.clone(), self.ends(signal));
        async move {
            let work = async {
                let now = || this.api.host().now();
                if this.prepared.holds(&question, now).await {
                    return Ok(());
                }
                let _came = this.prepared.expect(&question);
                let challenge = this.fetch(&question).await?;
                this.prepared
                    .read(&question, |place| place.challenge = Some(challenge));
                Ok(())
            };
            race(&ends?, work).await
        }
    }

    /// The challenge that was fetched ahead, or one that is fetched now. None is ever used twice.
    pub(super) async fn challenge(&self, question: &Question) -> Result<Challenge<H::Json>, Error> {
        let now = || self.api.host().now();
        if self.prepared.holds(question, now).await
            && let Some(prepared) = self.prepared.take(question)
        {
            return Ok(prepared);
        }
        self.fetch(question).await
    }

    /// A new challenge.
    pub(super) async fn fetch(&self, question: &Question) -> Result<Challenge<H::Json>, Error> {
        let call = Call {
            query: question.query.clone(),
            ..Call::get(question.path)
        };
        let answer = self.api.public(&call).await?;
        let answer = answer.ok_or_else(|| Error::invalid_response("body", "is empty"))?;
        let options = options::decode(&answer)?;
        let timeout = options.get("timeout").and_then(|value| value.number());
        let life = timeout.filter(|ms| *ms >= SHORTEST).unwrap_or(LIFE);
        Ok(Challenge {
            options,
            timeout,
            fresh_until: self.api.host().now() + life * FRESH,
        })
    }
}

#[cfg(test)]
mod tests;
