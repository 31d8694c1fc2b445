//! `Retry-After`, as seconds or as a date.
//!
//! The date is by the machine's clock, not by the sandbox's own: the client that reads it
//! compares it with a clock that nobody has moved.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::HeaderValue;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;

use super::form::Form;
use crate::error::Refusal;

/// The longest wait that can be asked for, in seconds: a year.
const LONGEST: u32 = 365 * 86_400;

#[derive(Clone)]
pub(crate) struct RetryAfter {
    seconds: u32,
    as_date: bool,
}

impl RetryAfter {
    pub(crate) fn read(form: &Form) -> Result<Option<Self>, Refusal> {
        let seconds = form.number("retryAfter", 0..=LONGEST)?;
        let as_date = form.choice("retryAfterForm", &[("seconds", false), ("date", true)])?;
        if seconds.is_none() && as_date.is_some() {
            return Err(form.required("retryAfter"));
        }
        Ok(seconds.map(|seconds| Self {
            seconds,
            as_date: as_date.unwrap_or(false),
        }))
    }

    pub(crate) fn value(&self) -> Option<HeaderValue> {
        if !self.as_date {
            return Some(self.seconds.into());
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        // A date has whole seconds; the next one is never earlier than what was asked for.
        let now = i64::try_from(now.as_secs()).ok()?.checked_add(1)?;
        let date = Timestamp::from_second(now.checked_add(self.seconds.into())?).ok()?;
        let date = DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&date)
            .ok()?;
        HeaderValue::try_from(date).ok()
    }
}
