//! The same endpoint under several paths, since the API's deployments differ: the newest first, and what answered is remembered.

use std::cell::Cell;

use crate::error::{Code, Error};
use crate::http::Call;
use crate::ports::Host;
use crate::session::Caller;

use super::Api;

/// The paths of one endpoint.
#[derive(Debug)]
pub struct Fallback {
    paths: &'static [&'static str],
    known: Cell<usize>,
}

impl Fallback {
    /// The paths, the preferred one first.
    #[must_use]
    pub const fn new(paths: &'static [&'static str]) -> Self {
        Self {
            paths,
            known: Cell::new(0),
        }
    }

    /// Sends to the path that is known to answer, and after a 404 to the next; the last 404 is the result.
    ///
    /// `ask` makes the call for a path. The text of a 404 is not read.
    pub async fn send<H: Host>(
        &self,
        api: &Api<H>,
        caller: &Caller,
        ask: &dyn Fn(&str) -> Call<H::Json>,
    ) -> Result<Option<H::Json>, Error> {
        let first = self.known.get();
        let mut last = Err(Error::new(Code::Internal, "an endpoint has no path"));
        for (index, path) in self.paths.iter().enumerate().skip(first) {
            last = api.authorised(caller, &ask(path)).await;
            match &last {
                Err(error) if error.status == Some(404) => {}
                Ok(_) => {
                    self.known.set(index);
                    return last;
                }
                // What failed says nothing about the path.
                Err(_) => return last,
            }
        }
        last
    }
}
