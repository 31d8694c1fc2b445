//! What must hold between any two steps.

use crate::model::{Model, Wish};
use crate::question::user_id;
use crate::reply::Outcome;

impl Model {
    /// Checks everything that can be seen from outside; `shown` is whose session the client shows.
    pub(crate) fn stands(&mut self, shown: Option<&str>) {
        let user = self.user().map(user_id);
        if shown != user.as_deref() {
            self.breaks(6, || {
                format!("the client shows {shown:?}, by the rules it is {user:?}")
            });
        }
        if self.heard != self.due {
            let (heard, due) = (format!("{:?}", self.heard), format!("{:?}", self.due));
            self.breaks(9, || {
                format!("the listeners heard of {heard}, by the rules of {due}")
            });
        }
        self.heard.clear();
        self.due.clear();
        for call in self.pending.clone() {
            self.waits(call);
        }
        let forgotten = self.open.iter().find(|flight| {
            let flight = &self.flights[**flight];
            let wanted = |effort: usize| {
                self.pending
                    .iter()
                    .any(|call| self.calls[*call].efforts.contains(&effort))
            };
            flight.outcome.is_none() && flight.effort.is_some_and(|effort| !wanted(effort))
        });
        if let Some(flight) = forgotten.copied() {
            self.breaks(8, || {
                format!("request {flight} goes on, and nobody waits for it")
            });
        }
    }

    /// A call that has not settled waits for something that will come.
    fn waits(&mut self, number: usize) {
        let call = &self.calls[number];
        let over = call.fired || call.overtaken || self.closed;
        let present = call
            .session
            .filter(|session| Some(*session) == self.present);
        let renewing = present.is_some_and(|session| self.sessions[session].refreshing.is_some());
        let flying = call.efforts.iter().any(|effort| {
            let effort = &self.efforts[*effort];
            effort.vague || effort.sends > 0 && effort.goes_on()
        });
        let queued = match call.wish {
            Wish::Set => self.earlier_set(number).is_some(),
            // It gives the browser time to let go of the prompt before it.
            Wish::SignIn { .. } => call.efforts.is_empty(),
            _ => false,
        };
        if over {
            self.breaks(5, || format!("call {number} goes on after its end"));
        } else if !(renewing || flying || queued) {
            let call = format!("{call:?}");
            self.breaks(5, || format!("call {number} waits for nothing: {call}"));
        }
    }

    /// The user data of the episode: carried out once each, in the order of the calls, and none missing.
    pub(crate) fn wrote(&mut self) {
        let writes = self.server.writes.clone();
        for (place, call) in writes.iter().enumerate() {
            if writes[..place].contains(call) {
                self.breaks(7, || format!("write {call} was carried out twice"));
            }
        }
        let written = self.written.clone();
        let places: Vec<_> = written
            .iter()
            .map(|call| writes.iter().position(|write| write == call))
            .collect();
        if places.contains(&None) {
            self.breaks(7, || {
                format!("of {written:?}, some were never carried out: {writes:?}")
            });
        }
        if !places.is_sorted() || !written.is_sorted() {
            self.breaks(7, || {
                format!("{written:?} were carried out in another order: {writes:?}")
            });
        }
    }

    /// Whether the client waits for an answer to it.
    pub(crate) fn is_waiting(&self, flight: usize) -> bool {
        self.flights[flight].outcome.is_none()
    }

    /// Forgets requests that nothing can happen to any more.
    pub(crate) fn tidy(&mut self) {
        let flights = &self.flights;
        self.open.retain(|flight| {
            let flight = &flights[*flight];
            let dropped = matches!(flight.outcome, Some((_, Outcome::Bad(failure))) if failure.status.is_none());
            flight.outcome.is_none() || dropped && flight.carried.is_none()
        });
    }
}
