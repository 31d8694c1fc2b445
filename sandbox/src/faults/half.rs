//! A body of which half arrives.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

/// Announces a whole body and gives its first half.
pub(crate) struct Half {
    half: Option<Bytes>,
    announced: u64,
    rest: Rest,
}

/// What comes in place of the other half.
enum Rest {
    Nothing,
    Pause,
    End,
}

impl Half {
    /// The connection ends after the half.
    pub(crate) fn then_the_end(whole: Bytes) -> Self {
        Self::of(whole, Rest::Pause)
    }

    /// The connection stays, and nothing more comes on it.
    pub(crate) fn then_nothing(whole: Bytes) -> Self {
        Self::of(whole, Rest::Nothing)
    }

    fn of(mut whole: Bytes, rest: Rest) -> Self {
        let announced = u64::try_from(whole.len()).unwrap_or(u64::MAX);
        whole.truncate(whole.len().div_ceil(2));
        Self {
            half: Some(whole),
            announced,
            rest,
        }
    }
}

impl HttpBody for Half {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(half) = self.half.take() {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        match self.rest {
            Rest::Nothing => Poll::Pending,
            Rest::Pause => {
                // An error at once would overtake the half: hyper writes it while it waits.
                self.rest = Rest::End;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Rest::End => Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into()))),
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}
