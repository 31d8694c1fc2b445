//! A value that comes once, for everybody who waits for it: the result of a shared refresh, the word that aborts a call.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// A value that comes once. Clones are the same one.
pub struct Once<T>(Rc<RefCell<State<T>>>);

struct State<T> {
    value: Option<T>,
    /// Whoever leaves takes its waker along: a client's `closed` outlives thousands of waits.
    waiting: Vec<(u32, Waker)>,
    next: u32,
}

impl<T> Clone for Once<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(Rc::new(RefCell::new(State {
            value: None,
            waiting: Vec::new(),
            next: 0,
        })))
    }
}

impl<T> std::fmt::Debug for Once<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let came = self.0.borrow().value.is_some();
        f.debug_struct("Once").field("came", &came).finish()
    }
}

impl<T: Clone> Once<T> {
    /// Lets the value come and wakes all who wait. Only the first one counts.
    pub fn set(&self, value: T) {
        let mut state = self.0.borrow_mut();
        if state.value.is_none() {
            state.value = Some(value);
            let waiting = std::mem::take(&mut state.waiting);
            drop(state);
            waiting.into_iter().for_each(|(_, waker)| waker.wake());
        }
    }

    /// The value, where it has come.
    pub fn get(&self) -> Option<T> {
        self.0.borrow().value.clone()
    }

    /// Whether anybody waits for it now.
    pub fn is_awaited(&self) -> bool {
        !self.0.borrow().waiting.is_empty()
    }

    /// Waits for the value; for ever where it never comes.
    pub fn wait(&self) -> Wait<T> {
        Wait {
            once: self.clone(),
            place: None,
        }
    }
}

/// One who waits.
#[derive(Debug)]
pub struct Wait<T> {
    once: Once<T>,
    place: Option<u32>,
}

impl<T: Clone> Future for Wait<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        let once = self.once.clone();
        let mut state = once.0.borrow_mut();
        if let Some(value) = &state.value {
            return Poll::Ready(value.clone());
        }
        let place = self.place.unwrap_or(state.next);
        state.waiting.retain(|(known, _)| *known != place);
        state.waiting.push((place, cx.waker().clone()));
        if self.place.replace(place).is_none() {
            state.next = state.next.wrapping_add(1);
        }
        Poll::Pending
    }
}

impl<T> Drop for Wait<T> {
    fn drop(&mut self) {
        if let Some(place) = self.place {
            self.once
                .0
                .borrow_mut()
                .waiting
                .retain(|(known, _)| *known != place);
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
        assert!(once.0.borrow().waiting.is_empty());
    }
}
