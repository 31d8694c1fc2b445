//! Exceptions and their codes, and which refusals of the API make a passkey disappear.

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
    assert!(said(401, "Unknown credential: sign up first"));
    assert!(said(404, "Unknown user for this domain"));
    assert!(!said(401, "Unknown user agent"));
    assert!(!said(401, "Unknown credential type"));
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

/// A refusal of a sign-in, five seconds after it began, with nothing else to know.
fn seen(abort: &Abort) -> Circumstances<'_> {
    Circumstances {
        ceremony: Ceremony::Get,
        elapsed: 5_000.0,
        timeout: Some(60_000.0),
        focused: true,
        permitted: Some(true),
        abort,
    }
}

fn thrown(name: &str) -> Refusal {
    Refusal {
        name: name.to_owned(),
        cause: None,
    }
}

fn code(name: &str, seen: &Circumstances<'_>) -> Code {
    identify(thrown(name), seen).code
}

#[test]
fn every_exception_has_its_code() {
    let quiet = Abort::default();
    let table = [
        (
            "NotAllowedError",
            Code::PasskeyCancelled,
            Code::PasskeyCancelled,
        ),
        ("AbortError", Code::PasskeyCancelled, Code::PasskeyCancelled),
        ("TimeoutError", Code::PasskeyTimeout, Code::PasskeyTimeout),
        (
            "SecurityError",
            Code::PasskeyRpMismatch,
            Code::PasskeyRpMismatch,
        ),
        (
            "InvalidStateError",
            Code::PasskeyAlreadyRegistered,
            Code::PasskeyFailed,
        ),
        (
            "NotSupportedError",
            Code::PasskeyNotSupported,
            Code::PasskeyNotSupported,
        ),
        (
            "ConstraintError",
            Code::PasskeyNotSupported,
            Code::PasskeyNotSupported,
        ),
        ("OperationError", Code::PasskeyFailed, Code::PasskeyFailed),
        ("UnknownError", Code::PasskeyFailed, Code::PasskeyFailed),
        ("NotReadableError", Code::PasskeyFailed, Code::PasskeyFailed),
        ("TypeError", Code::PasskeyFailed, Code::PasskeyFailed),
        ("", Code::PasskeyFailed, Code::PasskeyFailed),
    ];
    for (name, create, get) in table {
        for (ceremony, expected) in [(Ceremony::Create, create), (Ceremony::Get, get)] {
            let seen = Circumstances {
                ceremony,
                ..seen(&quiet)
            };
            assert_eq!(code(name, &seen), expected, "{name} of {ceremony:?}");
        }
    }
}

#[test]
fn a_cancel_and_no_passkey_are_one_code_whose_message_says_both() {
    let quiet = Abort::default();
    let message = identify(thrown("NotAllowedError"), &seen(&quiet))
        .message
        .clone();
    assert!(
        message.contains("cancelled") && message.contains("no passkey"),
        "{message}"
    );
}

#[test]
fn a_timeout_is_what_comes_when_a_browser_s_timer_strikes() {
    let quiet = Abort::default();
    let (cancel, timeout) = (Code::PasskeyCancelled, Code::PasskeyTimeout);
    for (given, elapsed, expected) in [
        (Some(60_000.0), 59_800.0, cancel),
        (Some(60_000.0), 59_950.0, timeout),
        (Some(60_000.0), 60_020.0, timeout),
        // Chrome keeps its dialog, and says in it that the time is over.
        (Some(60_000.0), 300_000.0, timeout),
        // Safari's timer, a cancel, Chrome's timer, a cancel, Firefox's timer, all of them.
        (Some(2_000.0), 2_020.0, timeout),
        (Some(2_000.0), 5_000.0, cancel),
        (Some(2_000.0), 10_020.0, timeout),
        (Some(2_000.0), 12_000.0, cancel),
        (Some(2_000.0), 15_020.0, timeout),
        (Some(2_000.0), 40_000.0, timeout),
        // Firefox and Safari give two minutes at most.
        (Some(300_000.0), 60_000.0, cancel),
        (Some(300_000.0), 120_020.0, timeout),
        (Some(300_000.0), 200_000.0, cancel),
        (Some(300_000.0), 300_020.0, timeout),
        // And so each gives a time of its own where there is none.
        (None, 5_000.0, cancel),
        (None, 30_020.0, timeout),
        (None, 60_000.0, cancel),
        (None, 120_020.0, timeout),
        (None, 600_020.0, timeout),
    ] {
        let seen = Circumstances {
            elapsed,
            timeout: given,
            ..seen(&quiet)
        };
        assert_eq!(
            code("NotAllowedError", &seen),
            expected,
            "{given:?} after {elapsed} ms"
        );
    }
}

#[test]
fn a_frame_that_may_not_is_told_what_its_iframe_needs() {
    let quiet = Abort::default();
    let (cancel, not_supported) = (Code::PasskeyCancelled, Code::PasskeyNotSupported);
    for (permitted, elapsed, expected) in [
        (Some(false), 2.0, not_supported),
        (None, 2.0, not_supported),
        (Some(true), 2.0, cancel),
        // Somebody saw a prompt, so it was permitted.
        (Some(false), 2_000.0, cancel),
        (None, 2_000.0, cancel),
    ] {
        let seen = Circumstances {
            permitted,
            elapsed,
            ..seen(&quiet)
        };
        assert_eq!(
            code("NotAllowedError", &seen),
            expected,
            "{permitted:?} after {elapsed} ms"
        );
    }
    let seen = Circumstances {
        permitted: None,
        elapsed: 2.0,
        ..seen(&quiet)
    };
    let message = identify(thrown("NotAllowedError"), &seen).message.clone();
    let allow = "allow=\"publickey-credentials-get; publickey-credentials-create\"";
    assert!(message.contains(allow), "{message}");
    assert_eq!(code("SecurityError", &seen), Code::PasskeyRpMismatch);
}

#[test]
fn only_what_was_refused_at_once_without_the_focus_waits_for_it() {
    let quiet = Abort::default();
    let wants = |name: &str, seen: &Circumstances<'_>| seen.wants_focus(&thrown(name));
    let unfocused = Circumstances {
        focused: false,
        elapsed: 2.0,
        ..seen(&quiet)
    };
    assert!(wants("NotAllowedError", &unfocused));
    assert!(wants(
        "NotAllowedError",
        &Circumstances {
            permitted: None,
            ..unfocused
        }
    ));
    for name in [
        "AbortError",
        "SecurityError",
        "InvalidStateError",
        "NotSupportedError",
        "",
    ] {
        assert!(!wants(name, &unfocused), "{name}");
    }
    for other in [
        Circumstances {
            focused: true,
            ..unfocused
        },
        Circumstances {
            elapsed: 300.0,
            ..unfocused
        },
        Circumstances {
            permitted: Some(false),
            ..unfocused
        },
    ] {
        assert!(!wants("NotAllowedError", &other), "{other:?}");
    }
}

#[test]
fn our_own_abort_is_no_cancel() {
    let abort = Abort::default();
    abort.set(Error::new(Code::Aborted, "a newer ceremony began"));
    let seen = seen(&abort);
    assert_eq!(code("AbortError", &seen), Code::Aborted);
}
