//! `ibex-sandbox`: a local server that speaks the IBEx Wallet API.
//!
//! A dApp points its `baseUrl` here and is developed and tested without the live service.
//! Passkey ceremonies are verified for real; what a developer would wait for (mails, expiry)
//! is within reach through the control API under `/sandbox/`.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! let sandbox = ibex_sandbox::start(ibex_sandbox::Config::default()).await?;
//! println!("{}", sandbox.url());
//! sandbox.stop().await;
//! # Ok(())
//! # }
//! ```

mod answer;
mod app;
mod body;
mod call;
mod ceremony;
mod clock;
mod config;
mod connection;
mod control;
mod cors;
mod edge;
mod error;
mod faults;
mod journal;
mod mailbox;
mod origin;
mod random;
mod routes;
mod server;
mod site;
mod store;
mod tenant;
mod token;
mod variants;
mod wallet;

pub use config::Config;
pub use server::{Sandbox, start};
