//! The caller's headers: nothing is accepted that fetch or a server would read as another header, and nothing good refused.
#![no_main]

use http::{HeaderName, HeaderValue};
use ibex_wallet_sdk::config::check_header;
use ibex_wallet_sdk::error::Code;
use libfuzzer_sys::fuzz_target;

const PROBLEMS: [&str; 2] = [
    "has a name that is no HTTP header name",
    "has a character that a header cannot carry",
];

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let (name, value) = text.split_once(": ").unwrap_or((&text, ""));
    let checked = check_header("headers.x", name, value);

    let good_name = HeaderName::from_bytes(name.as_bytes()).is_ok();
    // A header's value is a byte string: a character is a byte (Fetch Standard §2.2.2).
    let bytes: Option<Vec<u8>> = value
        .chars()
        .map(|c| u8::try_from(u32::from(c)).ok())
        .collect();
    let good_value = bytes
        .as_ref()
        .is_some_and(|bytes| HeaderValue::from_bytes(bytes).is_ok());
    match checked {
        Ok(()) => {
            assert!(good_name, "{name:?} is no name");
            let bytes = bytes.expect("fetch would throw at the value");
            // Fetch lets other control characters pass, which harm nobody.
            assert!(!bytes.iter().any(|byte| b"\0\r\n".contains(byte)));
        }
        Err(error) => {
            assert!(!(good_name && good_value), "{name:?}: {value:?} is good");
            assert_eq!(error.code, Code::InvalidArgument);
            // Nothing of the name or the value is in it.
            let problem = error.message.strip_prefix("headers.x: ");
            assert!(
                problem.is_some_and(|problem| PROBLEMS.contains(&problem)),
                "{error}"
            );
        }
    }
});
