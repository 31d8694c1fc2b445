//! The browser edge: the exported class, and the host that the core runs on. Everything goes through the global scope,
//! so that a worker will do; only the ceremony and the wake-up events need a document.

mod argument;
mod authenticator;
mod client;
mod clock;
mod error;
mod listener;
mod transport;
mod value;

use rlsf::SmallGlobalTlsf;
use zeroizing_alloc::ZeroAlloc;

use crate::ports::{Chance, Host, Task, Tasks};
use value::Js;

pub use client::IbexClient;

/// Whatever is freed is overwritten: a text that crosses the boundary, a header that was joined, a buffer that grew may
/// have held a secret, on whichever path it ended. `Secret` overwrites what is known to be one also without it.
#[global_allocator]
static MEMORY: ZeroAlloc<SmallGlobalTlsf> = ZeroAlloc(SmallGlobalTlsf::new());

/// The browser.
#[derive(Debug, Default)]
struct Browser;

impl Tasks for Browser {
    fn spawn(&self, task: Task) {
        wasm_bindgen_futures::spawn_local(task);
    }
}

impl Chance for Browser {
    /// What a page has put in the place of the browser's may give anything.
    fn random(&self) -> f64 {
        let random = js_sys::Math::random();
        if (0.0..1.0).contains(&random) {
            random
        } else {
            0.5
        }
    }
}

impl Host for Browser {
    type Json = Js;
}
