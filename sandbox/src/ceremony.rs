//! Passkey ceremonies, verified by webauthn-rs.

pub(crate) mod credential;
pub(crate) mod options;
pub(crate) mod pending;
pub(crate) mod presence;

use std::time::Duration;

use url::Url;
use webauthn_rs_core::WebauthnCore;
use webauthn_rs_core::error::WebauthnError;

/// The longest `timeout` that options can carry, about 49 days.
const LONGEST: Duration = Duration::from_millis(4_294_967_295);

/// The verifier of a tenant.
///
/// NOTE: this is the core of webauthn-rs, whose safe wrapper cannot ask for a discoverable
/// credential and user verification at once. What the wrapper would enforce is enforced by
/// [`pending`] (a challenge is used once, by its own tenant and ceremony) and by the routes
/// (a credential id is registered once; a user handle belongs to the credential's user).
pub(crate) fn verifier(rp_id: &str, challenge_ttl: u32) -> WebauthnCore {
    let local = rp_id == "localhost" || rp_id.ends_with(".localhost");
    let schemes: &[&str] = if local {
        &["http", "https"]
    } else {
        &["https"]
    };
    let origins = schemes
        .iter()
        .filter_map(|scheme| Url::parse(&format!("{scheme}://{rp_id}")).ok());
    // webauthn-rs counts milliseconds in 32 bits, and panics beyond them.
    let timeout = Duration::from_secs(challenge_ttl.into()).min(LONGEST);
    let subdomains = Some(true);
    let any_port = Some(local);
    WebauthnCore::new_unsafe_experts_only(
        rp_id,
        rp_id,
        origins.collect(),
        timeout,
        subdomains,
        any_port,
    )
}

/// Why a ceremony failed, in words that hold none of its values.
pub(crate) fn reason(error: &WebauthnError) -> &'static str {
    match error {
        WebauthnError::InvalidClientDataType => "Ceremony type does not match",
        WebauthnError::InvalidRPOrigin => "Origin does not match the rpId",
        WebauthnError::InvalidRPIDHash => "rpId hash does not match the rpId",
        WebauthnError::UserNotPresent => "User presence is missing",
        WebauthnError::UserNotVerified => "User verification is missing",
        WebauthnError::AuthenticationFailure => "Signature does not match",
        WebauthnError::CredentialPossibleCompromise => "Sign count did not grow",
        WebauthnError::CredentialAlteredAlgFromRequest => "Key algorithm was not offered",
        WebauthnError::CredentialCrossOrigin => "Ceremony came from a cross-origin frame",
        WebauthnError::AttestationNotSupported => "Attestation format is not supported",
        _ => "Passkey response could not be verified",
    }
}
