//! The session: its tokens, when they are renewed, and who may still use them.
//!
//! Two invariants. At most one refresh is in flight, whoever asks. And whatever belongs to a session that has ended (by
//! sign-out, by another sign-in, by a refused refresh, by `close`) is discarded and overwritten when it arrives: each
//! session has a generation, and nothing crosses from one to the next.

mod answer;
mod profile;
mod renewal;
mod tokens;

use std::cell::RefCell;
use std::rc::Rc;

use zeroize::Zeroizing;

pub use answer::TokenAnswer;
pub use profile::Profile;
use renewal::{Hold, PAUSE};
use tokens::Tokens;

use crate::error::{Code, Error};
use crate::events::{Event, Events};
use crate::http::Http;
use crate::once::Once;
use crate::ports::{Abort, Host};

/// The session that a call was made in. A call never moves to another one.
#[derive(Debug, Clone)]
pub struct Caller {
    generation: u64,
    /// Who is signed in.
    pub external_user_id: Rc<str>,
    ended: Once<Error>,
}

impl PartialEq for Caller {
    fn eq(&self, other: &Self) -> bool {
        self.generation == other.generation
    }
}

/// The right to send one request.
pub struct Ticket {
    /// Which of the session's tokens it is.
    pub serial: u64,
    /// The value of the authorization header.
    pub bearer: Zeroizing<String>,
}

impl std::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ticket")
            .field("serial", &self.serial)
            .finish_non_exhaustive()
    }
}

type Settled = Result<(), Error>;

/// A refresh under way, for all who wait for it; who leaves does not end it.
type Flight = Once<Settled>;

struct Live {
    /// One more with each renewal.
    serial: u64,
    tokens: Tokens,
    profile: Rc<Profile>,
    external_user_id: Rc<str>,
    flight: Option<Flight>,
    /// The API asked not to be asked before.
    hold: Option<Hold>,
    /// Milliseconds from a renewal that fails to the next one that the clock asks for.
    patience: f64,
    /// Why it has ended.
    ended: Once<Error>,
    /// Ends the hint to renew.
    timer: Abort,
}

impl Drop for Live {
    fn drop(&mut self) {
        self.timer.set(not_signed_in());
    }
}

struct State {
    generation: u64,
    /// Fires when the user signs out.
    leaving: Abort,
    live: Option<Live>,
}

/// The session of one client. Clones are the same session.
pub struct Session<H>(Rc<Inner<H>>);

struct Inner<H> {
    http: Rc<Http<H>>,
    events: Rc<Events>,
    state: RefCell<State>,
}

impl<H> Clone for Session<H> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<H> std::fmt::Debug for Session<H> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session")
    }
}

fn not_signed_in() -> Error {
    Error::new(Code::NotSignedIn, "nobody is signed in")
}

impl<H: Host> Session<H> {
    /// Nobody is signed in yet.
    pub fn new(http: Rc<Http<H>>, events: Rc<Events>) -> Self {
        let state = State {
            generation: 0,
            leaving: Abort::default(),
            live: None,
        };
        Self(Rc::new(Inner {
            http,
            events,
            state: RefCell::new(state),
        }))
    }

    /// Who is signed in.
    pub fn profile(&self) -> Option<Rc<Profile>> {
        self.0
            .state
            .borrow()
            .live
            .as_ref()
            .map(|live| Rc::clone(&live.profile))
    }

    /// Begins a call in the present session; `not_signed_in` where there is none.
    pub fn begin(&self) -> Result<Caller, Error> {
        let state = self.0.state.borrow();
        let live = state.live.as_ref().ok_or_else(not_signed_in)?;
        Ok(Caller {
            generation: state.generation,
            external_user_id: Rc::clone(&live.external_user_id),
            ended: live.ended.clone(),
        })
    }

    /// Ends the sign-in that takes it when it begins: the user signed out, and the last word counts.
    pub fn leaving(&self) -> Abort {
        self.0.state.borrow().leaving.clone()
    }

    /// Takes the tokens of a sign-up or sign-in over; they replace the session there is.
    pub fn adopt(&self, answer: TokenAnswer) -> Result<Rc<Profile>, Error> {
        let mut profile = Profile::default();
        let http = &self.0.http;
        let margin = http.config().refresh_margin;
        let tokens = Tokens::receive(&**http.host(), margin, answer, &mut profile)?;
        self.end(Error::new(
            Code::NotSignedIn,
            "another sign-in replaced the session of this call",
        ));
        let profile = Rc::new(profile);
        self.0.state.borrow_mut().live = Some(Live {
            serial: 0,
            tokens,
            external_user_id: profile.external_user_id.as_str().into(),
            profile: Rc::clone(&profile),
            flight: None,
            hold: None,
            patience: PAUSE,
            ended: Once::default(),
            timer: Abort::default(),
        });
        self.set_timer(PAUSE);
        let caller = self.begin()?;
        self.announce(Some(&profile));
        // A listener may have signed out again.
        self.live(&caller, |_| profile)
    }

    /// Forgets the session. Local: the API has no such endpoint.
    pub fn sign_out(&self) {
        self.leave(Error::new(Code::NotSignedIn, "signed out"));
    }

    /// Forgets the session; `why` is for the calls that were made in it.
    pub fn leave(&self, why: Error) {
        let leaving = std::mem::take(&mut self.0.state.borrow_mut().leaving);
        leaving.set(Error::new(Code::Aborted, "signed out while signing in"));
        if self.end(why) {
            self.announce(None);
        }
    }

    /// Renews now, however young the tokens are.
    pub async fn refresh(&self, caller: &Caller) -> Result<Rc<Profile>, Error> {
        self.renew(caller)?.wait().await?;
        self.live(caller, |live| Rc::clone(&live.profile))
    }

    /// The right to send a request, with tokens renewed first where it is time.
    pub async fn ticket(&self, caller: &Caller) -> Result<Ticket, Error> {
        let now = self.now();
        if self.live(caller, |live| now >= live.tokens.renew_at)?
            && let Err(error) = self.renewal(caller).await
        {
            let now = self.now();
            // The old token is still good: what failed may succeed next time.
            if self.live(caller, |live| now >= live.tokens.ends_at)? {
                return Err(error);
            }
        }
        self.issue(caller)
    }

    /// The right to send a request again that was answered 401: with the tokens there are by now, or with new ones.
    pub async fn replace(&self, caller: &Caller, refused: u64) -> Result<Ticket, Error> {
        if self.live(caller, |live| live.serial != refused)? {
            // They may have become old since they came.
            return self.ticket(caller).await;
        }
        self.renewal(caller).await?;
        self.issue(caller)
    }

    /// Renews where it is time, for nobody in particular: a timer rang, or the page woke up.
    pub fn wake(&self) {
        let now = self.now();
        let due = |live: &Live| now >= live.tokens.renew_at && live.held(now).is_none();
        if let Ok(caller) = self.begin()
            && self.live(&caller, due).unwrap_or(false)
        {
            drop(self.renew(&caller));
        }
    }

    fn now(&self) -> f64 {
        self.0.http.host().now()
    }

    /// Reads the caller's session, or says why it has ended.
    fn live<T>(&self, caller: &Caller, read: impl FnOnce(&Live) -> T) -> Result<T, Error> {
        let state = self.0.state.borrow();
        match &state.live {
            Some(live) if state.generation == caller.generation => Ok(read(live)),
            _ => Err(caller.ended.get().unwrap_or_else(not_signed_in)),
        }
    }

    fn issue(&self, caller: &Caller) -> Result<Ticket, Error> {
        self.live(caller, |live| Ticket {
            serial: live.serial,
            bearer: live.tokens.access.bearer(),
        })
    }

    /// Ends the session, if there is one, and everything that waits for it.
    fn end(&self, why: Error) -> bool {
        let mut state = self.0.state.borrow_mut();
        let live = state.live.take();
        state.generation += 1;
        drop(state);
        let Some(mut live) = live else { return false };
        live.ended.set(why.clone());
        if let Some(flight) = live.flight.take() {
            flight.set(Err(why));
        }
        true
    }

    fn announce(&self, profile: Option<&Rc<Profile>>) {
        self.0.events.emit(Event::Session(profile.cloned()));
    }
}

#[cfg(test)]
mod tests;
