//! stub
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
