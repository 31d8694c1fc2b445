//! How often a call's request is sent, and when again: decided by its method, the code and the status, never by text.

use crate::error::{Code, Error};
use crate::http::{Call, Http};
use crate::ports::Host;

/// Attempts of one call in all: retries, and the replay after a 401.
const MOST: u32 = 3;

/// Milliseconds: the longest backoff before the second attempt. It doubles with each further one.
const BACKOFF: f64 = 500.0;

/// The attempts of one call.
#[derive(Debug, Default)]
pub(super) struct Attempts {
    failed: u32,
    replayed: bool,
    throttled: bool,
}

impl Attempts {
    /// Whether a request that failed is to be sent once more with another token: a 401 comes before anything is carried out.
    pub(super) fn replay(&mut self, failed: &mut Error) -> bool {
        if failed.code != Code::Unauthorized || self.replayed {
            return false;
        }
        if self.failed + 1 == MOST {
            // The next call begins with what this one has no attempt left for.
            failed.retryable = true;
            return false;
        }
        self.failed += 1;
        self.replayed = true;
        true
    }

    /// Waits until a request that failed may be sent again, or gives the failure back.
    ///
    /// A GET is retried where another answer is likely; anything else only after a 429 that names a time, once: it was
    /// not carried out. What the API asks to wait longer for than a request may take is the caller's to decide.
    pub(super) async fn pause<H: Host>(
        &mut self,
        http: &Http<H>,
        call: &Call<H::Json>,
        failed: Error,
    ) -> Result<(), Error> {
        self.failed += 1;
        let named = failed
            .retry_after
            .map(|seconds| f64::from(seconds) * 1000.0);
        let throttled = failed.code == Code::RateLimited;
        let again = if call.is_read() {
            throttled || failed.code == Code::Network || matches!(failed.status, Some(502..=504))
        } else {
            throttled && named.is_some() && !self.throttled
        };
        let asked = named.unwrap_or(0.0);
        if !again || self.failed >= MOST || asked > http.config().timeout {
            return Err(failed);
        }
        self.throttled = true;
        // Full jitter: clients that failed together do not come back together.
        let doubled = f64::from(1_u32 << self.failed.saturating_sub(1)) * BACKOFF;
        let backoff = doubled * http.host().random();
        http.host().sleep(asked + backoff).await;
        Ok(())
    }
}

#[cfg(test)]
mod tests;
