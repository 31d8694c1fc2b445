//! One ceremony at a time: a newer one takes the older away, and begins only when the browser has let go of it.
//! Autofill is in the slot while it is armed, and waits beside it while an explicit ceremony is in there.

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::{Code, Error};
use crate::once::{Once, Over};
use crate::ports::Abort;

/// The place where a client's ceremony is.
#[derive(Debug, Default)]
pub(super) struct Slot {
    occupant: RefCell<Option<Occupant>>,
    /// Ends a ceremony that has yet to move in, when a newer one is called for.
    latest: RefCell<Abort>,
    /// Ends the client's autofill, armed or not.
    autofill: RefCell<Abort>,
}

#[derive(Debug)]
struct Occupant {
    manner: Manner,
    abort: Abort,
    over: Once<()>,
    /// The ends of those before it that the browser had not let go of when it came.
    before: Vec<Once<()>>,
}

/// Who began a ceremony.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// The page, for the user who acts now.
    Explicit,
    /// Autofill, in the background.
    Armed,
}

/// A ceremony's stay in the slot. When it is dropped, the prompt is taken away.
#[derive(Debug)]
pub(super) struct Stay {
    /// Fires for a newer ceremony, and when the stay is over.
    pub(super) abort: Abort,
    pub(super) presence: Presence,
    predecessors: Vec<Once<()>>,
}

/// Held by everything that belongs to a ceremony, the browser's prompt too; the ceremony is over when the last clone is dropped.
#[derive(Debug, Clone)]
pub(super) struct Presence(#[expect(dead_code, reason = "dropping it is the message")] Rc<Over>);

impl Drop for Stay {
    fn drop(&mut self) {
        self.abort.set(aborted("the ceremony is over"));
    }
}

impl Stay {
    /// All that ends it.
    pub(super) fn ends(&self, outside: &[Abort]) -> Vec<Abort> {
        let mut ends = outside.to_vec();
        ends.push(self.abort.clone());
        ends
    }

    /// Ends when the browser has settled all that was there before; says whether there was anything.
    pub(super) async fn alone(&self) -> bool {
        for end in &self.predecessors {
            end.wait().await;
        }
        !self.predecessors.is_empty()
    }
}

const NEWER: &str = "a newer ceremony of this client began";

fn aborted(why: &'static str) -> Error {
    Error::new(Code::Aborted, why)
}

impl Slot {
    /// Moves in and aborts who is there.
    pub(super) fn enter(&self, manner: Manner) -> Stay {
        let mut before = Vec::new();
        if let Some(occupant) = self.occupant.take() {
            occupant.abort.set(aborted(NEWER));
            before = occupant.before;
            before.push(occupant.over);
            before.retain(|end| end.get().is_none());
        }
        let (abort, over) = (Abort::default(), Once::default());
        let stay = Stay {
            abort: abort.clone(),
            presence: Presence(Rc::new(Over(over.clone()))),
            predecessors: before.clone(),
        };
        self.occupant.replace(Some(Occupant {
            manner,
            abort,
            over,
            before,
        }));
        stay
    }

    /// Ends when no explicit ceremony is in the slot.
    pub(super) async fn free(&self) {
        while let Some(over) = self.explicit() {
            over.wait().await;
        }
    }

    fn explicit(&self) -> Option<Once<()>> {
        let occupant = self.occupant.borrow();
        let explicit = occupant
            .as_ref()
            .filter(|occupant| occupant.manner == Manner::Explicit)?;
        Some(explicit.over.clone()).filter(|over| over.get().is_none())
    }

    /// What ends a new ceremony for as long as it has not moved in.
    pub(super) fn begin(&self) -> Abort {
        replace(&self.latest, NEWER)
    }

    /// What ends a new autofill; it takes the place of the last one.
    pub(super) fn begin_autofill(&self) -> Abort {
        replace(&self.autofill, "a newer autofill of this client began")
    }

    /// Somebody has signed in another way.
    pub(super) fn end_autofill(&self) {
        replace(&self.autofill, "another ceremony of this client signed in");
    }
}

fn replace(last: &RefCell<Abort>, why: &'static str) -> Abort {
    let next = Abort::default();
    last.replace(next.clone()).set(aborted(why));
    next
}
