//! A word that ends waiting: a caller's signal, a newer ceremony, `close()`. It fires once, with the error for those who wait.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use crate::error::Error;
use crate::once::{Once, Wait};

/// Fires once. Clones are the same abort.
pub type Abort = Once<Error>;

/// Does the work until it ends or one of the aborts fires; where one has fired already, the work is not begun.
///
/// Boxed, so that it is in the wasm once and not with each kind of work.
pub fn race<'a, T>(
    aborts: &[Abort],
    work: impl Future<Output = Result<T, Error>> + 'a,
) -> Race<'a, T> {
    Race {
        waits: aborts.iter().map(Abort::wait).collect(),
        work: Box::pin(work),
    }
}

/// Work that an abort ends.
pub struct Race<'a, T> {
    waits: Vec<Wait<Error>>,
    work: Pin<Box<dyn Future<Output = Result<T, Error>> + 'a>>,
}

impl<T> std::fmt::Debug for Race<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Race")
    }
}

impl<T> Future for Race<'_, T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<T, Error>> {
        for wait in &mut self.waits {
            if let Poll::Ready(error) = pin!(wait).poll(cx) {
                return Poll::Ready(Err(error));
            }
        }
        self.work.as_mut().poll(cx)
    }
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
        let result = block_on(race::<()>(&[abort], async { panic!("begun") }));
        assert_eq!(result.unwrap_err().message, "first");
    }

    #[test]
    fn ends_a_wait_that_began_before_it_fired() {
        let abort = Abort::default();
        let waiting = race::<()>(&[Abort::default(), abort.clone()], std::future::pending());
        let firing = async { abort.set(aborted("now")) };
        let (result, ()) = block_on(futures_util::future::join(waiting, firing));
        assert_eq!(result.unwrap_err().message, "now");
    }

    #[test]
    fn lets_work_end_by_itself() {
        assert_eq!(
            block_on(race(&[Abort::default()], async { Ok(3) })).unwrap(),
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
