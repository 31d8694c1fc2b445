//! The client as JavaScript sees it: the exported class under the package's own facade, in a real browser, with real
//! ceremonies of a virtual authenticator, against a running sandbox. `cargo xtask browser` starts all that.
//!
//! The tests share the page, the sandbox and the authenticator, so each begins with [`page::fresh`].

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is what it is for"
)]

mod authenticator;
mod ibex;
mod js;
mod page;
mod sandbox;
mod wire;

mod account_names;
mod answers;
mod arguments;
mod ceremony;
mod email;
mod events;
mod exceptions;
mod focus;
mod hostile;
mod interruption;
mod memory;
mod options;
mod password_manager;
mod prf;
mod prompt_refusal;
mod redirect;
mod renewal;
mod requests;
mod second_device;
mod secrets;
mod session;
mod story;
mod unknown_credential;
mod upgrade;
mod user_data;
mod variants;

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);
