//! The sandbox over real HTTP: each endpoint, each refusal.
//!
//! Every test starts a server of its own on a free port. Ceremonies are real: a software
//! authenticator signs, webauthn-rs verifies. Not covered here: browsers, which the end-to-end
//! tests drive.

#[cfg(test)]
mod authenticator;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod control;
#[cfg(test)]
mod cors;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod email;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod line;
#[cfg(test)]
mod older_clients;
#[cfg(test)]
mod process;
#[cfg(test)]
mod refresh;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod reply;
#[cfg(test)]
mod server;
#[cfg(test)]
mod sign_in;
#[cfg(test)]
mod sign_up;
#[cfg(test)]
mod site;
#[cfg(test)]
mod tenants;
#[cfg(test)]
mod user;
#[cfg(test)]
mod user_data;
#[cfg(test)]
mod variants;
#[cfg(test)]
mod wire;
