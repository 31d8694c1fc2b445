//! Which wallet a client wants to authenticate with: passkeys, the only one served here.
//!
//! The other modes of the protocol are refused by name, so that nobody waits for their answer.

use crate::body::Body;
use crate::call::Call;
use crate::error::Refusal;

/// Refuses a GET that asks for another mode, in the present or the deprecated way.
pub(crate) fn must_be_passkeys(call: &Call) -> Result<(), Refusal> {
    if call
        .query("passkeys")
        .is_some_and(|passkeys| passkeys.eq_ignore_ascii_case("false"))
    {
        return Err(Refusal::bad_request(
            "passkeys must be TRUE: the sandbox serves no other",
        ));
    }
    check(call.query("wallet").as_deref())
}

/// Refuses a POST that is meant for another mode.
pub(crate) fn must_be_for_passkeys(body: &Body) -> Result<(), Refusal> {
    check(body.text("wallet")?.as_deref())
}

fn check(wallet: Option<&str>) -> Result<(), Refusal> {
    match wallet {
        None | Some("" | "passkeys") => Ok(()),
        Some(_) => Err(Refusal::bad_request(
            "wallet must be passkeys: the sandbox serves no other",
        )),
    }
}
