//! Hosts: those of `Host`, `Origin` and `Referer`, and which of them are loopback names.

use url::{Host, Url};

/// The host that an `Origin` or `Referer` names, in lower case; `None` for `null` and nonsense.
pub(crate) fn host_of_url(value: &str) -> Option<String> {
    let url = Url::parse(value).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    url.host_str().map(str::to_owned)
}

/// The host that a `Host` header names, without its port.
pub(crate) fn host_of_authority(value: &str) -> Option<String> {
    host_of_url(&format!("http://{value}/"))
}

/// `localhost`, `*.localhost`, 127.0.0.0/8 and `[::1]`: names that no page of the web can own.
pub(crate) fn is_loopback(host: &str) -> bool {
    match Host::parse(host) {
        Ok(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Ok(Host::Ipv4(address)) => address.is_loopback(),
        Ok(Host::Ipv6(address)) => address.is_loopback(),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_loopback_names() {
        for host in [
            "localhost",
            "app.localhost",
            "127.0.0.1",
            "127.9.9.9",
            "[::1]",
        ] {
            assert!(is_loopback(host), "{host}");
        }
    }

    #[test]
    fn is_not_fooled_by_names_that_look_like_loopback() {
        for host in [
            "localhost.example.com",
            "notlocalhost",
            "127.0.0.1.nip.io",
            "[::2]",
            "",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn reads_the_host_of_an_origin_and_of_a_host_header() {
        assert_eq!(
            host_of_url("https://App.Example.com:8443").as_deref(),
            Some("app.example.com")
        );
        assert_eq!(host_of_authority("[::1]:8787").as_deref(), Some("[::1]"));
        assert_eq!(host_of_url("null"), None);
        assert_eq!(host_of_url("file:///etc/hosts"), None);
    }

    #[test]
    fn a_host_header_cannot_smuggle_another_host() {
        assert_eq!(
            host_of_authority("evil.com/@localhost").as_deref(),
            Some("evil.com")
        );
        assert_eq!(
            host_of_authority("localhost@evil.com").as_deref(),
            Some("evil.com")
        );
    }
}
