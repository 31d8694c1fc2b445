//! The sandbox's own clock: the machine's, plus what the control API advanced it by.
//!
//! Tokens, challenges and codes are measured on it, so a test makes an hour pass at once.
//! It only ever moves forward, and starts anew with each start of the server.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A hundred years: beyond any token's life, and far from what overflows.
const FURTHEST: i64 = 100 * 365 * 86_400 * 1000;

#[derive(Debug, Default)]
pub(crate) struct Clock {
    ahead: AtomicI64,
}

impl Clock {
    /// Milliseconds since the epoch.
    pub(crate) fn now(&self) -> i64 {
        let machine = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let machine = i64::try_from(machine.as_millis()).unwrap_or(i64::MAX);
        machine.saturating_add(self.ahead.load(Ordering::SeqCst))
    }

    /// Moves the clock forward; `None`, and no move, when that is too far.
    pub(crate) fn advance(&self, by: Duration) -> Option<()> {
        let by = i64::try_from(by.as_millis()).ok()?;
        let moved = |ahead: i64| ahead.checked_add(by).filter(|sum| *sum <= FURTHEST);
        self.ahead
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, moved)
            .ok()?;
        Some(())
    }

    pub(crate) fn reset(&self) {
        self.ahead.store(0, Ordering::SeqCst);
    }
}

/// Milliseconds since the epoch as RFC 3339, in UTC.
pub(crate) fn iso(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds)
        .unwrap_or_default()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_forward_by_what_is_asked() {
        let clock = Clock::default();
        let before = clock.now();
        clock.advance(Duration::from_secs(3600)).unwrap();
        assert!(clock.now() - before >= 3_600_000);
    }

    #[test]
    fn refuses_to_move_beyond_a_century() {
        let clock = Clock::default();
        assert_eq!(clock.advance(Duration::from_secs(u64::MAX)), None);
        assert_eq!(clock.advance(Duration::from_secs(101 * 365 * 86_400)), None);
        assert_eq!(clock.ahead.load(Ordering::SeqCst), 0);
    }

    #[test]
    fn writes_dates_as_rfc_3339() {
        assert_eq!(iso(1_700_000_000_000), "2023-11-14T22:13:20Z");
    }
}
