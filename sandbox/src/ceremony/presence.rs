//! Passkeys that were made without their user, by a conditional create.
//!
//! Such a registration may lack the flag UP (Web Authentication Level 3 §7.1, the step about UP), which the core of
//! webauthn-rs demands of every one.

use sha2::{Digest, Sha256};
use webauthn_rs_core::proto::RegisterPublicKeyCredential;

/// The flag UP (§6.1).
const PRESENT: u8 = 0x01;

/// Has the registration verified as if its user had been present.
///
/// NOTE: this changes what is verified. It is nothing that anybody signed: with the attestation `none`, which is what the
/// options ask for, nobody does, and any other attestation does not hold any more.
pub(crate) fn assume(registration: &mut RegisterPublicKeyCredential, rp_id: &str) {
    let object = registration.response.attestation_object.as_mut_slice();
    // The authenticator data: the hash of the RP ID, then the flags.
    let hash = Sha256::digest(rp_id);
    let mut starts = object.windows(hash.len());
    let start = starts.position(|window| window == hash.as_slice());
    if let Some(flags) = start.and_then(|start| object.get_mut(start + hash.len())) {
        *flags |= PRESENT;
    }
}
