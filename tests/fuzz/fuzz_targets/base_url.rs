//! The base URL: plain http goes to this machine only, nothing of it can carry a secret, and what is joined to it stays below it.
#![no_main]

use ibex_wallet_sdk::config::{BaseUrl, UrlParts};
use ibex_wallet_sdk::error::Code;
use libfuzzer_sys::fuzz_target;
use url::{Host, Url};

fuzz_target!(|data: &[u8]| {
    let Ok(url) = Url::parse(&String::from_utf8_lossy(data)) else {
        return;
    };
    let more = [
        url.username(),
        url.password().unwrap_or(""),
        url.query().unwrap_or(""),
        url.fragment().unwrap_or(""),
    ];
    let more = more.iter().any(|part| !part.is_empty());
    let base = BaseUrl::new(&UrlParts {
        protocol: format!("{}:", url.scheme()),
        hostname: url.host_str().unwrap_or_default().to_owned(),
        origin: url.origin().ascii_serialization(),
        pathname: url.path().to_owned(),
        more,
    });
    let safe = match url.scheme() {
        "https" => true,
        "http" => url.host().is_some_and(|host| stays_here(&host)),
        _ => false,
    };
    match base {
        Ok(base) => {
            assert!(safe && !more, "{url} is accepted");
            let joined = Url::parse(&base.join("/v1.2/x")).expect("a joined path makes a URL");
            assert_eq!(joined.origin(), url.origin());
            assert_eq!(
                joined.path(),
                format!("{}/v1.2/x", url.path().trim_end_matches('/'))
            );
            assert_eq!((joined.query(), joined.fragment()), (None, None));
        }
        Err(error) => {
            assert!(!safe || more, "{url} is refused: {error}");
            assert_eq!(error.code, Code::InvalidArgument);
        }
    }
});

fn stays_here(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}
