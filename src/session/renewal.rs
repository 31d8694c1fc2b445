//! Renewal: one refresh at a time, whoever asks, and nothing kept of one that comes too late.

use std::rc::Rc;

use crate::error::{Code, Error};
use crate::events::Event;
use crate::http::{Call, whole_seconds};
use crate::ports::{Abort, Host, Value, race};
use crate::protocol::auth::REFRESH;
use crate::protocol::members::{Member, Members};

use super::answer::TokenAnswer;
use super::profile::Profile;
use super::tokens::Tokens;
use super::{Caller, Flight, Live, Session, Settled, not_signed_in};

/// Milliseconds between a failed renewal and the next one, and the least between two that nobody asks for.
pub(super) const PAUSE: f64 = 30_000.0;

/// Milliseconds: the longest pause. It doubles with each renewal that fails.
const LONGEST: f64 = 16.0 * PAUSE;

/// A host may count no further than some weeks at once.
const SLEEPS: u32 = 1000;

/// The API named a time before which it does not want to be asked.
pub(super) struct Hold {
    until: f64,
    error: Error,
}

impl Live {
    /// What the API said when it asked for patience, while that lasts.
    pub(super) fn held(&self, now: f64) -> Option<Error> {
        let hold = self.hold.as_ref().filter(|hold| now < hold.until)?;
        let mut error = hold.error.clone();
        let left = whole_seconds((hold.until - now) / 1000.0);
        error.retry_after = error.retry_after.min(Some(left));
        Some(error)
    }
}

impl<H: Host> Session<H> {
    /// Renews for a call that cannot do without, unless the API has asked for patience.
    pub(super) async fn renewal(&self, caller: &Caller) -> Settled {
        let now = self.now();
        match self.live(caller, |live| live.held(now))? {
            Some(error) => Err(error),
            None => self.renew(caller)?.wait().await,
        }
    }

    /// Joins the refresh under way, or begins one. Where nobody waits for it, an event tells of its failure.
    pub(super) fn renew(&self, caller: &Caller) -> Result<Flight, Error> {
        if let Some(flight) = self.live(caller, |live| live.flight.clone())? {
            return Ok(flight);
        }
        let flight = Flight::default();
        if let Some(live) = &mut self.0.state.borrow_mut().live {
            live.flight = Some(flight.clone());
        }
        let (session, caller) = (self.clone(), caller.clone());
        self.0.http.host().spawn(Box::pin(async move {
            let write = |live: &Live| {
                let token = Member::Text(live.tokens.refresh.expose());
                H::Json::write(&Members(vec![("refresh_token", Some(token))]))
            };
            // The session may have ended before the task began.
            let Ok(body) = session.live(&caller, write) else {
                return;
            };
            let ask = Call::post(REFRESH, body);
            let answer = session.0.http.exchange(&ask, None).await;
            session.settle(&caller, answer);
        }));
        Ok(flight)
    }

    /// Commits what a refresh brought, then tells everybody. What comes too late is dropped, and with it overwritten.
    fn settle(&self, caller: &Caller, answer: Result<Option<H::Json>, Error>) {
        let Some(flight) = self.take_flight(caller) else {
            return;
        };
        let awaited = flight.is_awaited();
        let mut result = answer.and_then(|json| self.commit(caller, json));
        let lost = |failed: &Error| matches!(failed.status, Some(400 | 401 | 403));
        match &mut result {
            Ok(profile) => {
                flight.set(Ok(()));
                self.set_timer(PAUSE);
                self.announce(Some(profile));
            }
            Err(failed) if lost(failed) => {
                failed.code = Code::SessionExpired;
                self.end(failed.clone());
                flight.set(Err(failed.clone()));
                self.announce(None);
            }
            Err(failed) => {
                self.postpone(failed);
                flight.set(Err(failed.clone()));
            }
        }
        if let (Err(failed), false) = (result, awaited) {
            self.0.events.emit(Event::Error(failed));
        }
    }

    fn take_flight(&self, caller: &Caller) -> Option<Flight> {
        let mut state = self.0.state.borrow_mut();
        let current = state.generation == caller.generation;
        let live = state.live.as_mut().filter(|_| current)?;
        live.flight.take()
    }

    fn commit(&self, caller: &Caller, json: Option<H::Json>) -> Result<Rc<Profile>, Error> {
        let json = json.ok_or_else(|| Error::invalid_response("body", "is empty"))?;
        let answer = TokenAnswer::read(&json)?;
        let mut profile = self.live(caller, |live| (*live.profile).clone())?;
        let http = &self.0.http;
        let margin = http.config().refresh_margin;
        let tokens = Tokens::receive(&**http.host(), margin, answer, &mut profile)?;
        let profile = Rc::new(profile);
        let mut state = self.0.state.borrow_mut();
        if let Some(live) = &mut state.live {
            live.serial += 1;
            live.tokens = tokens;
            live.hold = None;
            live.patience = PAUSE;
            live.profile = Rc::clone(&profile);
        }
        Ok(profile)
    }

    /// After a failed renewal the tokens are used as long as they are good, and the next attempt is not made with the next call.
    fn postpone(&self, failed: &Error) {
        let now = self.now();
        let asked = failed
            .retry_after
            .map(|seconds| f64::from(seconds) * 1000.0);
        let mut state = self.0.state.borrow_mut();
        let Some(live) = &mut state.live else { return };
        let pause = live.patience.max(asked.unwrap_or(0.0));
        live.patience = LONGEST.min(live.patience * 2.0);
        live.hold = asked.map(|ms| Hold {
            until: now + ms,
            error: failed.clone(),
        });
        let tokens = &mut live.tokens;
        tokens.renew_at = tokens.ends_at.min(tokens.renew_at.max(now + pause));
        drop(state);
        self.set_timer(pause);
    }

    /// A hint to renew in time, in so many milliseconds at least. Whether it is time is decided when it rings, and again
    /// at each use.
    pub(super) fn set_timer(&self, least: f64) {
        let (timer, now) = (Abort::default(), self.now());
        let mut state = self.0.state.borrow_mut();
        let Some(live) = &mut state.live else { return };
        let rings_at = live.tokens.renew_at.max(now + least);
        let old = std::mem::replace(&mut live.timer, timer.clone());
        drop(state);
        old.set(not_signed_in());
        let session = Rc::downgrade(&self.0);
        let host = Rc::clone(self.0.http.host());
        self.0.http.host().spawn(Box::pin(async move {
            let ringing = async {
                // Not for ever: a page's own timers may ring at once.
                for _ in 0..SLEEPS {
                    let left = rings_at - host.now();
                    if left <= 0.0 {
                        break;
                    }
                    host.sleep(left).await;
                }
                Ok(())
            };
            // An error means: the session has other tokens by now, or none.
            if let (Ok(()), Some(session)) = (race(&[timer], ringing).await, session.upgrade()) {
                Self(session).wake();
            }
        }));
    }
}

#[cfg(test)]
mod tests;
