//! Identical reads in flight share one request: the API answers an identical replay with 429. Nothing is kept once it is answered.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use crate::error::{Code, Error};
use crate::http::Call;
use crate::once::Once;
use crate::ports::{Abort, Host, Pairs, Value, race};
use crate::session::Caller;

use super::Api;

/// What makes two reads the same one.
#[derive(PartialEq)]
struct Question {
    caller: Caller,
    path: String,
    query: Pairs,
    headers: Pairs,
}

/// A read in flight. Whoever waits for it holds it; when the last one has left, its request is aborted.
struct Flight<V> {
    question: Question,
    landing: Once<Result<Option<V>, Error>>,
    left: Abort,
}

impl<V> Drop for Flight<V> {
    fn drop(&mut self) {
        self.left
            .set(Error::new(Code::Aborted, "nobody waits for it any more"));
    }
}

/// The reads of one client that are in flight.
pub(super) struct Reads<V>(RefCell<Vec<Weak<Flight<V>>>>);

impl<V> Default for Reads<V> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<V: Value> Reads<V> {
    fn find(&self, question: &Question) -> Option<Rc<Flight<V>>> {
        let mut flights = self.0.borrow_mut();
        flights.retain(|flight| flight.strong_count() > 0);
        let mut flying = flights.iter().filter_map(Weak::upgrade);
        flying.find(|flight| flight.question == *question && flight.landing.get().is_none())
    }

    fn add(&self, question: Question) -> Rc<Flight<V>> {
        let flight = Rc::new(Flight {
            question,
            landing: Once::default(),
            left: Abort::default(),
        });
        self.0.borrow_mut().push(Rc::downgrade(&flight));
        flight
    }
}

/// A write in flight. What was asked before it ended may not know of it, so nobody joins that afterwards.
pub(super) struct Writing<'a, V>(pub(super) &'a Reads<V>);

impl<V> Drop for Writing<'_, V> {
    fn drop(&mut self) {
        self.0.0.borrow_mut().clear();
    }
}

impl<H: Host> Api<H> {
    /// Joins the same read in flight, or begins one. Everybody gets a copy of the answer of their own.
    pub(super) async fn read(
        &self,
        caller: &Caller,
        call: &Call<H::Json>,
    ) -> Result<Option<H::Json>, Error> {
        let question = Question {
            caller: caller.clone(),
            path: call.path.clone(),
            query: call.query.clone(),
            headers: call.headers.clone(),
        };
        let flight = self.0.reads.find(&question).unwrap_or_else(|| {
            let flight = self.0.reads.add(question);
            let (landing, left) = (flight.landing.clone(), flight.left.clone());
            let (api, caller, call) = (self.clone(), caller.clone(), call.clone());
            self.host().spawn(Box::pin(async move {
                landing.set(race(&[left], api.attempt(&caller, &call)).await);
            }));
            flight
        });
        let answer = flight.landing.wait().await?;
        // The last one takes the answer itself.
        let alone = Rc::strong_count(&flight) == 1;
        Ok(answer.map(|json| if alone { json } else { json.copy() }))
    }
}

#[cfg(test)]
mod tests;
