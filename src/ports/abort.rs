//! A word that ends waiting: a caller's signal, a newer ceremony, `close()`. It fires once, with the error for those who wait.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll};

use crate::error::Error;
use crate::once::{Once, Wait};

/// Fires once. Clones are the same abort.
pub type Abort = Once<Error>;

/// Does the work until it ends or one of the aborts fires; where one has fired already, the work is not begun.
pub async fn race<T>(
    aborts: Vec<Abort>,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let mut work = pin!(work);
    let mut waits: Vec<_> = aborts.iter().map(Abort::wait).collect();
    poll_fn(|cx| match fired(&mut waits, cx) {
        Some(error) => Poll::Ready(Err(error)),
        None => work.as_mut().poll(cx),
    })
    .await
}

/// The error of the first that has fired. Apart, so that it is in the wasm once and not with each kind of work.
#[inline(never)]
fn fired(waits: &mut [Wait<Error>], cx: &mut Context<'_>) -> Option<Error> {
    waits.iter_mut().find_map(|wait| match pin!(wait).poll(cx) {
        Poll::Ready(error) => Some(error),
        Poll::Pending => None,
    })
}

/// Ends with the first of two: `None` where the second one was faster.
pub async fn before<T>(work: impl Future<Output = T>, end: impl Future<Output = ()>) -> Option<T> {
    let (mut work, mut end) = (pin!(work), pin!(end));
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(result) => Poll::Ready(Some(result)),
        Poll::Pending => end.as_mut().poll(cx).map(|()| None),
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use futures_executor::block_on;

    fn aborted(message: &'static str) -> Error {
        Error::new(Code::Aborted, message)
    }

    #[test]
    fn does_not_begin_work_that_is_aborted_already() {
        let abort = Abort::default();
        abort.set(aborted("first"));
        abort.set(aborted("second"));
        let result = block_on(race::<()>(vec![abort], async { panic!("begun") }));
        assert_eq!(result.unwrap_err().message, "first");
    }

    #[test]
    fn ends_a_wait_that_began_before_it_fired() {
        let abort = Abort::default();
        let waiting = race::<()>(
            vec![Abort::default(), abort.clone()],
            std::future::pending(),
        );
        let firing = async { abort.set(aborted("now")) };
        let (result, ()) = block_on(futures_util::future::join(waiting, firing));
        assert_eq!(result.unwrap_err().message, "now");
    }

    #[test]
    fn lets_work_end_by_itself() {
        assert_eq!(
            block_on(race(vec![Abort::default()], async { Ok(3) })).unwrap(),
            3
        );
        assert_eq!(
            block_on(before(async { 3 }, std::future::pending())),
            Some(3)
        );
        assert_eq!(
            block_on(before(std::future::pending::<u8>(), async {})),
            None
        );
    }
}
