//! The sandbox's own clock: the machine's, moved by what the control API was asked for.
//!
//! Tokens, challenges and codes are measured on it, so a test makes an hour pass, or come
//! again, at once. It starts anew with each start of the server. What was used up or let go of
//! stays so when the clock goes back.

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What the clock may show, from 1970 to the end of 9998: dates that RFC 3339 can write and a
/// token can count from, with a year for the longest life.
const SHOWN: RangeInclusive<i64> = 0..=253_370_764_799_999;

#[derive(Debug, Default)]
pub(crate) struct Clock {
    ahead: AtomicI64,
}

impl Clock {
    /// Milliseconds since the epoch.
    pub(crate) fn now(&self) -> i64 {
        machine().saturating_add(self.ahead.load(Ordering::SeqCst))
    }

    /// What the clock shows, or the machine's if that shows less: what has expired by then has
    /// expired for a clock that comes back from ahead, too.
    pub(crate) fn at_the_earliest(&self) -> i64 {
        self.now().min(machine())
    }

    /// Moves the clock by these seconds, back if they are negative; `None`, and no move, where
    /// they are no time, or too much.
    pub(crate) fn advance(&self, seconds: f64) -> Option<()> {
        let by = Duration::try_from_secs_f64(seconds.abs()).ok()?;
        let by = i64::try_from(by.as_millis()).ok()?;
        let by = if seconds < 0.0 { by.checked_neg()? } else { by };
        let machine = machine();
        let moved = |ahead: i64| {
            let ahead = ahead.checked_add(by)?;
            SHOWN
                .contains(&machine.checked_add(ahead)?)
                .then_some(ahead)
        };
        self.ahead
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, moved)
            .ok()?;
        Some(())
    }

    pub(crate) fn reset(&self) {
        self.ahead.store(0, Ordering::SeqCst);
    }
}

fn machine() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
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

    fn ahead(clock: &Clock) -> i64 {
        clock.ahead.load(Ordering::SeqCst)
    }

    #[test]
    fn refuses_to_leave_what_a_date_can_say() {
        let clock = Clock::default();
        for seconds in [1e12, -1e10, 1e300, -1e300, f64::NAN, f64::INFINITY] {
            assert_eq!(clock.advance(seconds), None, "{seconds}");
        }
        assert_eq!(ahead(&clock), 0);
        clock.advance(7000.0 * 365.0 * 86_400.0).unwrap();
        assert_eq!(clock.advance(2000.0 * 365.0 * 86_400.0), None);
        assert_eq!(ahead(&clock), 7000 * 365 * 86_400 * 1000);
    }

    #[test]
    fn moves_forward_and_back_by_what_is_asked() {
        let clock = Clock::default();
        clock.advance(3600.0).unwrap();
        assert_eq!(ahead(&clock), 3_600_000);
        clock.advance(-7200.5).unwrap();
        assert_eq!(ahead(&clock), -3_600_500);
        clock.reset();
        assert_eq!(ahead(&clock), 0);
    }

    #[test]
    fn knows_which_of_the_two_clocks_shows_less() {
        let clock = Clock::default();
        clock.advance(3600.0).unwrap();
        assert!(clock.now() - clock.at_the_earliest() >= 3_600_000);
        clock.advance(-7200.0).unwrap();
        assert!(clock.at_the_earliest() < machine());
    }

    #[test]
    fn writes_dates_as_rfc_3339() {
        assert_eq!(iso(1_700_000_000_000), "2023-11-14T22:13:20Z");
        assert_eq!(iso(*SHOWN.end()), "9998-12-31T23:59:59.999Z");
    }
}
