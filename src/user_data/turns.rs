//! Turns: who comes first is served first, and who leaves holds nobody up.

use std::cell::RefCell;
use std::rc::Rc;

use crate::once::Once;

/// The line before one resource. Who stands in front is being served.
#[derive(Debug, Default)]
pub(super) struct Turns(RefCell<Line>);

#[derive(Debug, Default)]
struct Line {
    next: u32,
    places: Vec<(u32, Once<()>)>,
}

/// A place in the line; dropping it leaves.
#[derive(Debug)]
pub(super) struct Place {
    line: Rc<Turns>,
    number: u32,
    called: Once<()>,
}

impl Turns {
    /// Takes a place now; the turn comes when all who came before have left.
    pub(super) fn queue(self: &Rc<Self>) -> Place {
        let mut line = self.0.borrow_mut();
        let (number, called) = (line.next, Once::default());
        line.next = number.wrapping_add(1);
        line.places.push((number, called.clone()));
        drop(line);
        self.call();
        Place {
            line: Rc::clone(self),
            number,
            called,
        }
    }

    fn call(&self) {
        let front = self
            .0
            .borrow()
            .places
            .first()
            .map(|(_, called)| called.clone());
        if let Some(called) = front {
            called.set(());
        }
    }
}

impl Place {
    /// Waits for the turn, which lasts until the place is dropped.
    pub(super) async fn turn(&self) {
        self.called.wait().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.line
            .0
            .borrow_mut()
            .places
            .retain(|(number, _)| *number != self.number);
        self.line.call();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[test]
    fn serves_in_the_order_of_coming() {
        let turns = Rc::new(Turns::default());
        let (first, second) = (turns.queue(), turns.queue());
        assert!(first.turn().now_or_never().is_some());
        assert!(second.turn().now_or_never().is_none());
        drop(first);
        assert!(second.turn().now_or_never().is_some());
    }

    #[test]
    fn passes_by_who_has_left_whether_waiting_or_called() {
        let turns = Rc::new(Turns::default());
        let (first, second, third) = (turns.queue(), turns.queue(), turns.queue());
        drop(second);
        assert!(third.turn().now_or_never().is_none());
        drop(first);
        assert!(third.turn().now_or_never().is_some());
        drop(third);
        assert!(turns.queue().turn().now_or_never().is_some());
    }
}
