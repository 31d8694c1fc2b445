//! A clock that moves when the simulation says so, and the timers that ring by it, or too late.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Milliseconds after which a browser's timer overflows.
const LONGEST: f64 = 2_147_483_647.0;

/// When a timer rings, as sortable bits of its milliseconds, and which one it is.
type Due = (u64, u64);

/// The clock and its timers.
#[derive(Default)]
pub(crate) struct Timers {
    now: Cell<f64>,
    next: Cell<u64>,
    set: RefCell<BTreeMap<Due, Option<Waker>>>,
}

impl Timers {
    /// Milliseconds since the episode began.
    pub(crate) fn now(&self) -> f64 {
        self.now.get()
    }

    /// Moves the clock; nothing rings, as in a page that was frozen.
    pub(crate) fn jump(&self, ms: f64) {
        self.now.set(self.now.get() + ms);
    }

    /// Timers that were set and did neither ring nor end.
    pub(crate) fn waiting(&self) -> usize {
        self.set.borrow().len()
    }

    /// Lets the next timer ring that rings before then, in its time or late; says whether there was one.
    pub(crate) fn ring(&self, until: f64) -> bool {
        let mut set = self.set.borrow_mut();
        let Some(entry) = set.first_entry() else {
            return false;
        };
        let at = f64::from_bits(entry.key().0);
        if at > until {
            return false;
        }
        self.now.set(at.max(self.now.get()));
        let waker = entry.remove();
        drop(set);
        if let Some(waker) = waker {
            waker.wake();
        }
        true
    }

    /// A timer, set now.
    pub(crate) fn sleep(self: &Rc<Self>, ms: f64) -> Sleep {
        let due = (
            (self.now.get() + ms.clamp(0.0, LONGEST)).to_bits(),
            self.next.get(),
        );
        self.next.set(due.1 + 1);
        self.set.borrow_mut().insert(due, None);
        Sleep {
            timers: Rc::clone(self),
            due,
        }
    }
}

/// One timer; dropping it forgets it.
pub(crate) struct Sleep {
    timers: Rc<Timers>,
    due: Due,
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        match self.timers.set.borrow_mut().get_mut(&self.due) {
            Some(waker) => {
                *waker = Some(cx.waker().clone());
                Poll::Pending
            }
            None => Poll::Ready(()),
        }
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.timers.set.borrow_mut().remove(&self.due);
    }
}
