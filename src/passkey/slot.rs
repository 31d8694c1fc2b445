//! One ceremony at a time: a newer one takes the older away, and begins only when the browser has let go of it.

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::{Code, Error};
use crate::once::Once;
use crate::ports::Abort;

/// The place where a client's ceremony is.
#[derive(Debug, Default)]
pub(super) struct Slot(RefCell<Option<Occupant>>);

#[derive(Debug)]
struct Occupant {
    abort: Abort,
    /// Its own end, and the ends of those before it that the browser had not let go of when it came.
    gone: Vec<Once<()>>,
}

/// Held by everything that belongs to a ceremony, the browser's prompt too; the ceremony is over when the last clone is dropped.
#[derive(Debug, Clone)]
pub(super) struct Presence(#[expect(dead_code, reason = "dropping it is the message")] Rc<Leaving>);

#[derive(Debug)]
struct Leaving(Once<()>);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.set(());
    }
}

/// The ceremonies that were there before and are not over.
#[derive(Debug)]
pub(super) struct Predecessors(Vec<Once<()>>);

impl Slot {
    /// Moves in and aborts who is there. `abort` ends this ceremony.
    pub(super) fn enter(&self, abort: Abort) -> (Presence, Predecessors) {
        let before = self.0.take();
        let mut gone = Vec::new();
        if let Some(occupant) = before {
            occupant.abort.set(Error::new(
                Code::Aborted,
                "a newer ceremony of this client began",
            ));
            gone = occupant.gone;
            gone.retain(|end| end.get().is_none());
        }
        let predecessors = Predecessors(gone.clone());
        let own = Once::default();
        gone.push(own.clone());
        self.0.replace(Some(Occupant { abort, gone }));
        (Presence(Rc::new(Leaving(own))), predecessors)
    }
}

impl Predecessors {
    /// Ends when the browser has settled all that was there; says whether there was anything.
    pub(super) async fn gone(self) -> bool {
        for end in &self.0 {
            end.wait().await;
        }
        !self.0.is_empty()
    }
}
