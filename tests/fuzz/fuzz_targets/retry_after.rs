//! `Retry-After` of a refused call: seconds or a date, whole seconds come of it, and nobody asks again too early or for ever.
//!
//! An input: `GET` or `POST`, the status, the user's clock, a draw, and on the next line the header.
#![no_main]

use ibex_fuzz::{Script, Stage};
use ibex_wallet_sdk::error::Code;
use ibex_wallet_sdk::http::Call;
use ibex_wallet_sdk::ports::{Body, Clock, Response};
use libfuzzer_sys::fuzz_target;

/// Milliseconds that may come on top, so that not everybody comes back at once.
const BACKOFF: f64 = 1000.0;

fuzz_target!(|data: &[u8]| {
    let mut script = Script::new(data);
    let mut stage = Stage::default();
    let read = script.word() == "GET";
    let status = [429, 502, 503, 504, 500, 408][script.number_or(0.0).abs() as usize % 6];
    stage.set_epoch(script.number_or(0.0).round());
    stage.set_random(script.number_or(0.0).abs().fract());
    script.line();
    let header = script.line();

    let api = stage.signed_in("u", "a.b.c", "r");
    let expected = seconds(&header, &**api.host());
    stage.answer_always(Response {
        status,
        retry_after: Some(header),
        request_id: None,
        body: Body::Empty,
    });
    let mut call = Call::get("/v1.2/x");
    if !read {
        call.method = "POST".to_owned();
    }
    let error = stage
        .finish(api.request(call, None))
        .expect_err("a refusal");
    assert_eq!(
        (error.code, error.status),
        (Code::of_status(status), Some(status))
    );
    assert_eq!((error.retry_after, error.retryable), (expected, true));

    let asked = f64::from(expected.unwrap_or(0)) * 1000.0;
    let again = match status {
        _ if asked > Stage::TIMEOUT => 1,
        429 | 502 | 503 | 504 if read => 3,
        429 if expected.is_some() => 2,
        _ => 1,
    };
    let sent = stage.sent();
    assert_eq!(sent.len(), again);
    for pair in sent.windows(2) {
        let waited = pair[1].at - pair[0].at;
        assert!((asked..asked + BACKOFF).contains(&waited), "{waited} ms");
    }
});

/// RFC 9110 §10.2.3, counted up: nobody comes too early.
fn seconds(header: &str, clock: &impl Clock) -> Option<u32> {
    let text = header.trim_matches([' ', '\t', '\n', '\r', '\u{c}']);
    if !text.is_empty() && text.chars().all(|c| c.is_ascii_digit()) {
        let short = text.trim_start_matches('0');
        return Some(if short.is_empty() {
            0
        } else {
            short.parse().unwrap_or(u32::MAX)
        });
    }
    // A browser's parser takes much for a date; one that is far away says that the user's clock is wrong.
    let is_date = text.ends_with(" GMT") && text.starts_with(|c: char| c.is_ascii_alphabetic());
    let date = is_date.then(|| clock.parse_date(text)).flatten()?;
    let ahead = (date - clock.epoch_ms()) / 1000.0;
    (-60.0..=86_400.0)
        .contains(&ahead)
        .then(|| ahead.ceil().max(0.0) as u32)
}
