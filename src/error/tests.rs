//! Codes and statuses, numbers in messages, what `Debug` keeps to itself.

use super::*;

#[test]
fn numbers_in_messages_are_decimal() {
    for number in [0, 9, 10, 404, 1000, u32::MAX] {
        assert_eq!(digits(number), number.to_string());
    }
}

#[test]
fn codes_are_listed_once_each_and_never_change() {
    let names: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(
        names.join(" "),
        "invalid_argument not_signed_in session_expired client_closed passkey_not_supported \
         passkey_cancelled passkey_timeout passkey_already_registered passkey_rp_mismatch \
         passkey_failed aborted network timeout bad_request unauthorized forbidden not_found \
         conflict rate_limited server_error invalid_response wasm_load_failed internal"
    );
}

#[test]
fn every_status_that_is_no_success_has_a_code() {
    let table = [
        (400, Code::BadRequest),
        (401, Code::Unauthorized),
        (403, Code::Forbidden),
        (404, Code::NotFound),
        (409, Code::Conflict),
        (410, Code::BadRequest),
        (413, Code::BadRequest),
        (422, Code::BadRequest),
        (429, Code::RateLimited),
        (500, Code::ServerError),
        (503, Code::ServerError),
        (599, Code::ServerError),
        (304, Code::InvalidResponse),
    ];
    for (status, code) in table {
        assert_eq!(Code::of_status(status), code, "{status}");
    }
}

#[test]
fn debug_shows_that_there_is_a_cause_and_nothing_of_it() {
    let error =
        Error::new(Code::Network, "no answer").with_cause(Some(Cause::new("secret".to_owned())));
    assert!(!format!("{error:?}").contains("secret"));
}
