//! Renewal: one refresh at a time, whoever asks, and nothing kept of one that comes too late.

use std::rc::Rc;

use crate::error::{Code, Error};
use crate::events::Event;
use crate::http::Call;
use crate::ports::{Abort, Host, Value, race};
use crate::protocol::auth::{REFRESH, RefreshBody};

use super::answer::TokenAnswer;
use super::profile::Profile;
use super::tokens::Tokens;
use super::{Caller, Flight, Session, Settled, State, not_signed_in};

/// Milliseconds between a failed renewal and the next one, where the API names no other time.
const PAUSE: f64 = 30_000.0;

/// Whether somebody waits for a refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Awaited {
    Yes,
    No,
}

impl<H: Host> Session<H> {
    /// Joins the refresh under way, or begins one. Where nobody waits for it, an event tells of its failure.
    pub(super) fn renew(&self, caller: &Caller, awaited: Awaited) -> Result<Flight, Error> {
        if let Some(landing) = self.live(caller, |live| live.flight.clone())? {
            return Ok(landing);
        }
        let body = self.live(caller, |live| {
            H::Json::write(&RefreshBody {
                refresh_token: live.tokens.refresh.expose(),
            })
        })?;
        let landing = Flight::default();
        if let Some(live) = &mut self.0.state.borrow_mut().live {
            live.flight = Some(landing.clone());
        }
        let (session, caller) = (self.clone(), caller.clone());
        self.0.http.host().spawn(Box::pin(async move {
            let answer = session
                .0
                .http
                .exchange(&Call::post(REFRESH, body), None)
                .await;
            let settled = session.settle(&caller, answer);
            if let (Awaited::No, Err(error)) = (awaited, settled) {
                session.0.events.emit(Event::Error(error));
            }
        }));
        Ok(landing)
    }

    /// Commits what a refresh brought, then tells everybody. What comes too late is dropped, and with it overwritten.
    fn settle(&self, caller: &Caller, answer: Result<Option<H::Json>, Error>) -> Settled {
        let Ok(flight) = self.take_flight(caller) else {
            return Ok(());
        };
        let result = answer.and_then(|json| self.commit(caller, json));
        let result = match result {
            Err(mut lost) if matches!(lost.status, Some(400 | 401 | 403)) => {
                lost.code = Code::SessionExpired;
                self.end(lost.clone());
                if let Some(flight) = flight {
                    flight.set(Err(lost.clone()));
                }
                self.announce(None);
                return Err(lost);
            }
            other => other,
        };
        if let Err(error) = &result {
            self.pause(error);
        }
        if let Some(flight) = flight {
            flight.set(result.clone().map(drop));
        }
        let profile = result?;
        self.set_timer();
        self.announce(Some(&profile));
        Ok(())
    }

    fn take_flight(&self, caller: &Caller) -> Result<Option<Flight>, Error> {
        let mut state = self.0.state.borrow_mut();
        let current = state.generation == caller.generation;
        match &mut state.live {
            Some(live) if current => Ok(live.flight.take()),
            _ => Err(not_signed_in()),
        }
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
            live.profile = Rc::clone(&profile);
        }
        Ok(profile)
    }

    /// After a failed renewal the tokens are used as long as they are good, and the next attempt is not made with the next call.
    fn pause(&self, failed: &Error) {
        let now = self.0.http.host().now();
        let pause = failed
            .retry_after
            .map_or(PAUSE, |seconds| PAUSE.max(f64::from(seconds) * 1000.0));
        let mut state = self.0.state.borrow_mut();
        let Some(live) = &mut state.live else { return };
        live.tokens.renew_at = live
            .tokens
            .ends_at
            .min(live.tokens.renew_at.max(now + pause));
        let ahead = live.tokens.renew_at > now;
        drop(state);
        if ahead {
            self.set_timer();
        }
    }

    /// A hint to renew in time. Whether it is time is decided when it rings, and again at each use.
    pub(super) fn set_timer(&self) {
        let Ok(caller) = self.begin() else { return };
        let Ok(renew_at) = self.live(&caller, |live| live.tokens.renew_at) else {
            return;
        };
        let timer = Abort::default();
        let live = |state: &mut State| {
            Some(std::mem::replace(
                &mut state.live.as_mut()?.timer,
                timer.clone(),
            ))
        };
        let old = live(&mut self.0.state.borrow_mut());
        if let Some(old) = old {
            old.set(not_signed_in());
        }
        let session = Rc::downgrade(&self.0);
        let host = Rc::clone(self.0.http.host());
        self.0.http.host().spawn(Box::pin(async move {
            let ringing = async {
                while host.now() < renew_at {
                    host.sleep(renew_at - host.now()).await;
                }
                Ok(())
            };
            // An error means: the session has other tokens by now, or none.
            if let (Ok(()), Some(session)) = (race(vec![timer], ringing).await, session.upgrade()) {
                Self(session).wake();
            }
        }));
    }
}

#[cfg(test)]
mod tests;
