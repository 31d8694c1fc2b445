//! Why a ceremony ended without a credential: the browser's exception as a code (WebAuthn Level 3 §5.1.3, §5.1.4).

use crate::error::{Code, Error};
use crate::ports::{Abort, Refusal};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ceremony {
    Create,
    Get,
}

/// Maps an exception by its name, which is all that browsers agree on.
/// `elapsed` and `timeout` are milliseconds.
///
/// `NotAllowedError` stands for a cancel and for a timeout alike (§14.5.1 wants them not to be told apart), so time decides.
pub(super) fn identify(
    refusal: Refusal,
    ceremony: Ceremony,
    elapsed: f64,
    timeout: Option<f64>,
    abort: &Abort,
) -> Error {
    let (code, message) = match refusal.name.as_str() {
        "NotAllowedError" if timeout.is_some_and(|timeout| elapsed >= timeout) => {
            (Code::PasskeyTimeout, "the time for the passkey ran out")
        }
        "NotAllowedError" => (Code::PasskeyCancelled, "the passkey prompt was cancelled"),
        "AbortError" => match abort.get() {
            Some(error) => return error.with_cause(refusal.cause),
            // Firefox says so when the user cancels.
            None => (Code::PasskeyCancelled, "the passkey prompt was cancelled"),
        },
        "TimeoutError" => (Code::PasskeyTimeout, "the time for the passkey ran out"),
        "SecurityError" => (
            Code::PasskeyRpMismatch,
            "this page's origin may not use the RP ID of the challenge",
        ),
        "InvalidStateError" if ceremony == Ceremony::Create => (
            Code::PasskeyAlreadyRegistered,
            "the authenticator already has a passkey of this account",
        ),
        "NotSupportedError" => (
            Code::PasskeyNotSupported,
            "the browser or the authenticator does not support what was asked for",
        ),
        _ => (
            Code::PasskeyFailed,
            "the passkey ceremony failed; see the cause",
        ),
    };
    Error::new(code, message).with_cause(refusal.cause)
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
        ["unknown", word, ..] => subject(word),
        [word, "is" | "was", rest @ ..] | [word, rest @ ..] if subject(word) => {
            matches!(rest, ["unknown", ..] | ["not", "found" | "registered", ..])
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passkey_disappears_only_after_a_clear_word() {
        let said = |status, message: &'static str| {
            let mut error = Error::new(Code::of_status(status), message);
            error.status = Some(status);
            knows_no_credential(&error)
        };
        assert!(said(401, "Unknown credential"));
        assert!(said(404, "Passkey not found"));
        assert!(said(401, "This user is not registered here"));
        assert!(said(404, "The passkey was not found."));
        assert!(!said(401, "Bad signature"));
        assert!(!said(
            401,
            "Invalid signature for credential: unknown algorithm"
        ));
        assert!(!said(401, "User verification required, token not found"));
        assert!(!said(401, "Unknown rpId for this user"));
        assert!(!said(401, "The token of the user has expired"));
        assert!(!said(404, "Route POST:/v1.2/auth/sign-in not found"));
        assert!(!said(404, "Cannot POST /users: not found"));
        assert!(!said(400, "Unknown credential"));
        assert!(!said(500, "Unknown credential"));
    }

    #[test]
    fn a_new_passkey_disappears_after_a_refusal_that_will_not_change() {
        let said = |status| {
            let mut error = Error::new(Code::BadRequest, "no");
            error.status = status;
            refuses_new_credential(&error)
        };
        for status in [400, 401, 403, 409, 422] {
            assert!(said(Some(status)), "{status}");
        }
        for status in [None, Some(408), Some(429), Some(500), Some(503)] {
            assert!(!said(status), "{status:?}");
        }
    }

    fn code(name: &str, ceremony: Ceremony, elapsed: f64, abort: &Abort) -> Code {
        let refusal = Refusal {
            name: name.to_owned(),
            cause: None,
        };
        let timeout = Some(60_000.0);
        identify(refusal, ceremony, elapsed, timeout, abort).code
    }

    #[test]
    fn every_exception_has_its_code() {
        let quiet = Abort::default();
        let table = [
            (
                "NotAllowedError",
                Ceremony::Get,
                5_000.0,
                Code::PasskeyCancelled,
            ),
            (
                "NotAllowedError",
                Ceremony::Get,
                60_000.0,
                Code::PasskeyTimeout,
            ),
            ("AbortError", Ceremony::Get, 5_000.0, Code::PasskeyCancelled),
            ("TimeoutError", Ceremony::Get, 5_000.0, Code::PasskeyTimeout),
            (
                "SecurityError",
                Ceremony::Create,
                5_000.0,
                Code::PasskeyRpMismatch,
            ),
            (
                "InvalidStateError",
                Ceremony::Create,
                5_000.0,
                Code::PasskeyAlreadyRegistered,
            ),
            (
                "InvalidStateError",
                Ceremony::Get,
                5_000.0,
                Code::PasskeyFailed,
            ),
            (
                "NotSupportedError",
                Ceremony::Create,
                5_000.0,
                Code::PasskeyNotSupported,
            ),
            (
                "UnknownError",
                Ceremony::Create,
                5_000.0,
                Code::PasskeyFailed,
            ),
            ("TypeError", Ceremony::Create, 5_000.0, Code::PasskeyFailed),
            ("", Ceremony::Get, 5_000.0, Code::PasskeyFailed),
        ];
        for (name, ceremony, elapsed, expected) in table {
            assert_eq!(
                code(name, ceremony, elapsed, &quiet),
                expected,
                "{name} after {elapsed} ms"
            );
        }
    }

    #[test]
    fn our_own_abort_is_no_cancel() {
        let abort = Abort::default();
        abort.set(Error::new(Code::Aborted, "a newer ceremony began"));
        assert_eq!(
            code("AbortError", Ceremony::Get, 5_000.0, &abort),
            Code::Aborted
        );
    }
}
