//! A value that comes once, for everybody who waits for it: the result of a shared refresh, the word that aborts a call.

use std::cell::{Cell, OnceCell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// A value that comes once. Clones are the same one.
pub struct Once<T>(Rc<State<T>>);

struct State<T> {
    value: OnceCell<T>,
    waiting: Waiting,
}

impl<T> Clone for Once<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(Rc::new(State {
            value: OnceCell::new(),
            waiting: Waiting::default(),
        }))
    }
}

impl<T> std::fmt::Debug for Once<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let came = self.0.value.get().is_some();
        f.debug_struct("Once").field("came", &came).finish()
    }
}

impl<T: Clone> Once<T> {
    /// Lets the value come and wakes all who wait. Only the first one counts.
    pub fn set(&self, value: T) {
        if self.0.value.set(value).is_ok() {
            self.0.waiting.wake();
        }
    }

    /// The value, where it has come.
    pub fn get(&self) -> Option<T> {
        self.0.value.get().cloned()
    }

    /// Whether anybody waits for it now.
    pub fn is_awaited(&self) -> bool {
        !self.0.waiting.wakers.borrow().is_empty()
    }

    /// Waits for the value; for ever where it never comes.
    pub fn wait(&self) -> Wait<T> {
        Wait {
            once: self.clone(),
            place: self.0.waiting.place(),
        }
    }
}

/// Fires when it is dropped: something is over, however it ended.
#[derive(Debug, Default)]
pub struct Over(pub Once<()>);

impl Drop for Over {
    fn drop(&mut self) {
        self.0.set(());
    }
}

/// One who waits.
#[derive(Debug)]
pub struct Wait<T> {
    once: Once<T>,
    place: u32,
}

impl<T: Clone> Future for Wait<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        if let Some(value) = self.once.get() {
            return Poll::Ready(value);
        }
        self.once.0.waiting.stay(self.place, cx.waker());
        Poll::Pending
    }
}

impl<T> Drop for Wait<T> {
    fn drop(&mut self) {
        self.once.0.waiting.leave(self.place);
    }
}

/// All who wait, by their places. Whoever leaves takes its waker along: a client's `closed` outlives thousands of waits.
#[derive(Default)]
struct Waiting {
    wakers: RefCell<Vec<(u32, Waker)>>,
    next: Cell<u32>,
}

impl Waiting {
    /// A place for one more.
    fn place(&self) -> u32 {
        self.next.replace(self.next.get().wrapping_add(1))
    }

    fn stay(&self, place: u32, waker: &Waker) {
        self.leave(place);
        self.wakers.borrow_mut().push((place, waker.clone()));
    }

    fn leave(&self, place: u32) {
        self.wakers
            .borrow_mut()
            .retain(|(known, _)| *known != place);
    }

    fn wake(&self) {
        for (_, waker) in self.wakers.take() {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_executor::block_on;
    use futures_util::FutureExt;
    use futures_util::future::join3;

    #[test]
    fn comes_to_all_who_wait_and_to_who_asks_later() {
        let once = Once::default();
        let setting = async {
            once.set(1);
            once.set(2);
        };
        let (first, second, ()) = block_on(join3(once.wait(), once.wait(), setting));
        assert_eq!((first, second, once.get()), (1, 1, Some(1)));
        assert_eq!(block_on(once.wait()), 1);
    }

    #[test]
    fn keeps_nothing_of_who_has_left() {
        let once = Once::<u8>::default();
        for _ in 0..1000 {
            assert_eq!(once.wait().now_or_never(), None);
        }
        assert!(!once.is_awaited());
    }
}
