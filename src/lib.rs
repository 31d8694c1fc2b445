//! The browser SDK of the IBEx Wallet API, compiled to WebAssembly and imported as the npm package `ibex-wallet-sdk`.
//!
//! ```js
//! import { createClient } from "ibex-wallet-sdk";
//!
//! const ibex = await createClient({ baseUrl: "https://passkeys-productionv2.ibex.fi" });
//! await ibex.signUp({ userName: "jane.doe@foo.domain", userDisplayName: "Jane Doe" });
//! await ibex.userData.set({ firstName: "Jane", "optin.newsletter": true });
//! const data = await ibex.userData.get();
//! ```
//!
//! # The house
//!
//! The core knows no JavaScript: it runs natively under `cargo test` with a fake host and a clock that is turned by
//! hand. `web` is the browser's edge and the only module for `wasm32`. Each module uses only those to its left:
//!
//! `error, once, protocol ← ports ← config ← http ← session, events ← api ← passkey, user_data, email ← web`
//!
//! # The rules
//!
//! - Tokens live in `session` and nowhere else, in buffers that are overwritten when they are dropped.
//! - No borrow of a `RefCell` lives across an `.await` or a call of a listener.
//! - A message, a log line and `Debug` hold no token, code, address, credential id, query string or body.
//! - The browser parses and writes JSON; the core reads the members it needs and hands the rest on by reference.

pub mod api;
pub mod config;
pub mod email;
pub mod error;
pub mod events;
pub mod http;
pub mod once;
pub mod passkey;
pub mod ports;
pub mod protocol;
pub mod session;
pub mod user_data;

#[cfg(target_arch = "wasm32")]
pub mod web;

#[cfg(test)]
mod fake;
