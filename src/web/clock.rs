//! Time in the browser: `performance.now()`, which the user cannot set, and timers.

use std::future::Future;

use gloo_timers::callback::Timeout;
use js_sys::Date;
use wasm_bindgen::prelude::*;

use crate::once::Once;
use crate::ports::Clock;

use super::Browser;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since the page began (High Resolution Time §4). There in pages and workers alike.
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
}

/// Browsers keep a timer's milliseconds in 31 bits; a longer one would ring at once.
const LONGEST: f64 = 2_147_483_647.0;

impl Clock for Browser {
    fn now(&self) -> f64 {
        performance_now()
    }

    fn epoch_ms(&self) -> f64 {
        Date::now()
    }

    fn parse_date(&self, date: &str) -> Option<f64> {
        Some(Date::parse(date)).filter(|ms| ms.is_finite())
    }

    fn sleep(&self, ms: f64) -> impl Future<Output = ()> + 'static {
        let rung = Once::default();
        let ring = rung.clone();
        // A timer may ring early by the fraction that it cannot count.
        let timer = Timeout::new(whole(ms.ceil().min(LONGEST)), move || ring.set(()));
        async move {
            rung.wait().await;
            drop(timer);
        }
    }
}

#[expect(
    clippy::as_conversions,
    reason = "a float becomes an integer in no other way; `as` saturates"
)]
fn whole(ms: f64) -> u32 {
    ms as u32
}
