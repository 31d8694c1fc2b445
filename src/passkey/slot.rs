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
    gone: Once<()>,
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

/// The ceremony that was there before, where there was one.
#[derive(Debug)]
pub(super) struct Predecessor(Option<Once<()>>);

impl Slot {
    /// Moves in and aborts who is there. `abort` ends this ceremony.
    pub(super) fn enter(&self, abort: Abort) -> (Presence, Predecessor) {
        let gone = Once::default();
        let before = self.0.borrow_mut().replace(Occupant {
            abort,
            gone: gone.clone(),
        });
        let before = before
            .filter(|occupant| occupant.gone.get().is_none())
            .map(|occupant| {
                occupant.abort.set(Error::new(
                    Code::Aborted,
                    "a newer ceremony of this client began",
                ));
                occupant.gone
            });
        (Presence(Rc::new(Leaving(gone))), Predecessor(before))
    }
}

impl Predecessor {
    /// Ends when the browser has settled what was there; says whether there was anything.
    pub(super) async fn gone(self) -> bool {
        match self.0 {
            Some(gone) => {
                gone.wait().await;
                true
            }
            None => false,
        }
    }
}
