//! The wire contract as data: what the API's answers hold and what its requests carry. Serde only, no behaviour of the SDK.

pub mod auth;
pub mod base64;
pub mod email;
pub mod jwt;
pub mod members;
pub mod problem;
pub mod secret;
