//! Why a ceremony ended without a credential: the browser's exception as a code (WebAuthn Level 3 §5.1.3, §5.1.4).
//!
//! What browsers throw. The name is all that they agree on, and `NotAllowedError` is the name of nearly everything
//! (§14.5.1 and §14.5.2 want it so): what else is known decides there. A message is never read.
//! What Chromium 148 and Firefox 153 throw on Linux was seen, too; the rest is read in the sources that are named.
//!
//! | browser | case | exception | `passkey_…` | source |
//! |---|---|---|---|---|
//! | all | declined, or no passkey | `NotAllowedError` | `cancelled` | §5.1.3, §5.1.4, §14.5 |
//! | all | no authenticator verifies the user, or keeps credentials | `ConstraintError` | `not_supported` | §5.1.3 |
//! | all | no algorithm in common | `NotSupportedError` | `not_supported` | §5.1.3 |
//! | Chrome | declined, no passkey, no user verification (desktop) | `NotAllowedError` | `cancelled` | A `NOT_ALLOWED_ERROR` |
//! | Chrome | no screen lock (Android) | `NotSupportedError` | `not_supported` | A `USER_VERIFICATION_UNSUPPORTED`; `Fido2CredentialRequest.java` |
//! | Chrome | timeout | `NotAllowedError` when it is over | `timeout` | B `AdjustTimeout` |
//! | Chrome | registered already | `InvalidStateError` | `already_registered` | A `CREDENTIAL_EXCLUDED` |
//! | Chrome | wrong domain | `SecurityError` | `rp_mismatch` | A `BAD_RELYING_PARTY_ID` and its variants |
//! | Chrome | Permissions Policy | `NotAllowedError` at once | `not_supported` | A `CheckSecurityRequirementsBeforeRequest` |
//! | Chrome | not focused (create only) | `NotAllowedError` at once | waits | B `IsFocused`, A `NOT_FOCUSED` |
//! | Chrome | the page has another prompt open | `OperationError` | `failed` | A `PENDING_REQUEST` |
//! | Firefox | declined, no passkey, no user verification | `NotAllowedError` | `cancelled` | C `authrs_to_nserror`, `clear_transaction` |
//! | Firefox | declined (macOS) | `AbortError` | `cancelled` | `MacOSWebAuthnService.mm` `didCompleteWithError` |
//! | Firefox | another page took the prompt away | `AbortError` | `cancelled` | C `reset` |
//! | Firefox | cannot be done (macOS), no user verification (Android) | `ConstraintError` | `not_supported` | `MacOSWebAuthnService.mm`, `AndroidWebAuthnService.h` |
//! | Firefox | timeout | `NotAllowedError` when it is over; Android `TimeoutError` | `timeout` | `WebAuthnHandler.cpp`, `AndroidWebAuthnService.h` |
//! | Firefox | registered already | `InvalidStateError` | `already_registered` | C `authrs_to_nserror` |
//! | Firefox | wrong domain | `SecurityError` | `rp_mismatch` | `WebAuthnHandler.cpp` `IsValidRpId` |
//! | Firefox | Permissions Policy; create in a frame without a click | `NotAllowedError` at once | `not_supported` | D `IsFeatureAllowed`, `hasRequiredActivation` |
//! | Firefox | not focused | `NotAllowedError` at once | waits | D `IsInActiveTab` |
//! | Safari | declined, no passkey, no user verification | `NotAllowedError` | `cancelled` | `AuthenticatorManager.cpp`, `WebAuthenticatorCoordinatorProxy.mm` |
//! | Safari | timeout | `NotAllowedError` when it is over | `timeout` | `AuthenticatorManager.cpp` `timeOutTimerFired` |
//! | Safari | registered already | `InvalidStateError` | `already_registered` | `LocalAuthenticator.mm`, `CtapAuthenticator.cpp` |
//! | Safari | wrong domain | `SecurityError` | `rp_mismatch` | `AuthenticatorCoordinator.cpp` |
//! | Safari | framed by another origin | `NotAllowedError` at once | `not_supported` | `AuthenticatorCoordinator.cpp` |
//! | Safari | not focused | `NotAllowedError` at once | waits | `CredentialsContainer.cpp` `hasFocus` |
//!
//! A is `authentication_credentials_container.cc` of `third_party/blink/renderer/modules/credentialmanagement`, B
//! `authenticator_common_impl.cc` of `content/browser/webauth`, C `authrs_bridge/src/lib.rs` of `dom/webauthn`, D
//! `CredentialsContainer.cpp` of `dom/credentialmanagement`; the others stand in the same folders, in
//! `components/webauthn/android`, and in WebKit's `Modules/webauthn`, `Modules/credentialmanagement` and
//! `UIProcess/WebAuthentication`.

use crate::error::{Cause, Code, Error};
use crate::ports::{Abort, Refusal};

/// What browsers make of a `timeout`: the least, the most, and what stands for none. Milliseconds; Chrome (B above),
/// Firefox (`WebAuthnHandler.cpp`), Safari (`AuthenticatorManager.cpp`).
const TIMERS: [(f64, f64, f64); 3] = [
    (10_000.0, 600_000.0, 600_000.0),
    (15_000.0, 120_000.0, 30_000.0),
    (0.0, 120_000.0, 120_000.0),
];

/// How much sooner than its time a timer's refusal seems to come where the page's clock is coarse (100 ms in Firefox with
/// `privacy.resistFingerprinting`), and how much later it may.
const EARLY: f64 = -100.0;
const LATE: f64 = 1_000.0;

/// A refusal that comes sooner is no answer of the user's: nobody sees a prompt and closes it in this time.
const AT_ONCE: f64 = 250.0;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ceremony {
    Create,
    Get,
}

impl Ceremony {
    /// What Permissions Policy calls it (§5.9).
    pub(super) const fn feature(self) -> &'static str {
        match self {
            Self::Create => "publickey-credentials-create",
            Self::Get => "publickey-credentials-get",
        }
    }
}

/// What is known of a refusal beside its name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Circumstances<'a> {
    pub(super) ceremony: Ceremony,
    /// Milliseconds from the call of the browser.
    pub(super) elapsed: f64,
    /// As the API gave it, in milliseconds.
    pub(super) timeout: Option<f64>,
    /// Whether the document had the focus when the browser was called.
    pub(super) focused: bool,
    /// As the port says it.
    pub(super) permitted: Option<bool>,
    /// What ends the ceremony on our side.
    pub(super) abort: &'a Abort,
}

impl Circumstances<'_> {
    /// Whether the same call may do better when the document has the focus.
    pub(super) fn wants_focus(&self, refusal: &Refusal) -> bool {
        refusal.name == "NotAllowedError"
            && self.at_once()
            && !self.focused
            && self.permitted != Some(false)
    }

    fn at_once(&self) -> bool {
        self.elapsed < AT_ONCE
    }

    /// Whether a browser's timer was the reason: just when one of them strikes, or when all of them have.
    ///
    /// A `timeout` of 2 s is one of 10 s in Chrome, so that a cancel after 5 s is a cancel there.
    fn ran_out(&self) -> bool {
        let mut over = true;
        for (least, most, none) in TIMERS {
            let late = self.elapsed - self.timeout.unwrap_or(none).max(least).min(most);
            if (EARLY..LATE).contains(&late) {
                return true;
            }
            over &= late >= EARLY;
        }
        over
    }
}

/// Maps an exception by its name and what is known beside.
pub(super) fn identify(refusal: Refusal, seen: &Circumstances<'_>) -> Error {
    if refusal.name == "AbortError"
        && let Some(error) = seen.abort.get()
    {
        return error.with_cause(refusal.cause);
    }
    let (code, message) = match refusal.name.as_str() {
        "NotAllowedError" if seen.at_once() && seen.permitted != Some(true) => (
            Code::PasskeyNotSupported,
            "Permissions Policy keeps passkeys from this document; an iframe needs allow=\"publickey-credentials-get; publickey-credentials-create\", and a click in it before a sign-up",
        ),
        "NotAllowedError" if seen.ran_out() => return ran_out(refusal.cause),
        "TimeoutError" => return ran_out(refusal.cause),
        "NotAllowedError" | "AbortError" => (
            Code::PasskeyCancelled,
            match seen.ceremony {
                Ceremony::Create => {
                    "the passkey prompt was cancelled, or nothing here can hold the passkey"
                }
                Ceremony::Get => {
                    "the passkey prompt was cancelled, or there is no passkey to choose"
                }
            },
        ),
        "SecurityError" => (
            Code::PasskeyRpMismatch,
            "this page's origin may not use the RP ID of the challenge",
        ),
        "InvalidStateError" if seen.ceremony == Ceremony::Create => (
            Code::PasskeyAlreadyRegistered,
            "the authenticator already has a passkey of this account",
        ),
        "NotSupportedError" | "ConstraintError" => (
            Code::PasskeyNotSupported,
            "the browser or the authenticator does not support what was asked for",
        ),
        "OperationError" => (
            Code::PasskeyFailed,
            "this page has another passkey prompt open",
        ),
        _ => (
            Code::PasskeyFailed,
            "the passkey ceremony failed; see the cause",
        ),
    };
    Error::new(code, message).with_cause(refusal.cause)
}

/// The error of a ceremony whose time is over.
pub(super) fn ran_out(cause: Option<Cause>) -> Error {
    Error::new(Code::PasskeyTimeout, "the time for the passkey ran out").with_cause(cause)
}

/// Whether the API refused a credential that was just made: nobody can ever sign in with it.
pub(super) fn refuses_new_credential(error: &Error) -> bool {
    error
        .status
        .is_some_and(|status| (400..500).contains(&status) && !matches!(status, 408 | 429))
}

/// Whether the API says clearly that it does not know the credential. A 404 of a wrong base URL does not.
pub(super) fn knows_no_credential(error: &Error) -> bool {
    if !matches!(error.status, Some(401 | 404)) {
        return false;
    }
    let message = error.message.to_ascii_lowercase();
    // Side by side: an empty word stands for punctuation between two.
    let words: Vec<_> = message
        .split(|c: char| !c.is_ascii_alphanumeric())
        .collect();
    let subject = |word: &str| matches!(word, "credential" | "passkey" | "user");
    (0..words.len()).any(|at| match words.get(at..).unwrap_or_default() {
        // Not of something that is called after one, such as a user agent.
        ["unknown", word, rest @ ..] if subject(word) => {
            matches!(rest, [] | ["" | "id" | "for", ..])
        }
        [word, "is" | "was", rest @ ..] | [word, rest @ ..] if subject(word) => {
            matches!(rest, ["unknown", ..] | ["not", "found" | "registered", ..])
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests;
