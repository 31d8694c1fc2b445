//! The caller's paths: whatever is accepted stays on the origin and under the prefix, as the URL parser of a browser reads it.
#![no_main]

use ibex_wallet_sdk::api::endpoint;
use ibex_wallet_sdk::error::Code;
use libfuzzer_sys::fuzz_target;
use url::Url;

fuzz_target!(|data: &[u8]| {
    let path = String::from_utf8_lossy(data);
    let accepted = endpoint(&path);
    for base in [
        "https://api.example",
        "https://app.example:8443/api/ibex",
        "http://localhost/a//b",
    ] {
        let url = Url::parse(&format!("{base}{path}"));
        if accepted.is_ok() {
            let url = url.expect("an accepted path makes a URL");
            let base = Url::parse(base).expect("a good base");
            assert_eq!(url.origin(), base.origin());
            assert_eq!(
                (url.username(), url.password(), url.fragment()),
                ("", None, None)
            );
            let file = url.path();
            let below = file.strip_prefix(base.path().trim_end_matches('/'));
            assert!(below.is_some_and(|below| below.starts_with('/')), "{url}");
            // A server that decodes once more stays there as well.
            let decoded = file
                .to_ascii_lowercase()
                .replace("%2e", ".")
                .replace("%2f", "/")
                .replace("%5c", "/");
            assert!(
                !decoded
                    .split('/')
                    .any(|segment| [".", ".."].contains(&segment)),
                "{url}"
            );
        }
    }
    let harmless = |c: char| c.is_ascii_alphanumeric() || "-_~!$&'()*+,;=:@/".contains(c);
    match accepted {
        Ok(()) => assert!(path.starts_with('/')),
        Err(error) => {
            assert_eq!(error.code, Code::InvalidArgument);
            let plain =
                path.starts_with('/') && !path.starts_with("//") && path.chars().all(harmless);
            assert!(!plain, "{path:?} is refused: {error}");
        }
    }
});
