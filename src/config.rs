//! What a client was created with, checked once: where requests go, and what each of them carries.

use crate::error::Error;
use crate::ports::Pairs;

/// The header that carries the access token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AuthHeader {
    /// `Authorization`.
    #[default]
    Authorization,
    /// `X-IBEx-Auth`, for a same-origin proxy that turns it into `Authorization`.
    XIbexAuth,
    /// Both.
    Both,
}

impl AuthHeader {
    /// The names of the headers.
    #[must_use]
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Authorization => &["Authorization"],
            Self::XIbexAuth => &["X-IBEx-Auth"],
            Self::Both => &["Authorization", "X-IBEx-Auth"],
        }
    }
}

/// The parts of an absolute URL, as the host's parser sees them (URL Standard §6.1).
#[derive(Debug)]
pub struct UrlParts {
    /// Such as `https:`.
    pub protocol: String,
    /// The host without the port.
    pub hostname: String,
    /// Protocol, host and port.
    pub origin: String,
    /// Beginning with `/`.
    pub pathname: String,
    /// Whether there is a user, a password, a query or a fragment.
    pub more: bool,
}

/// Where requests go: an origin, and a prefix for their paths. Never ends in `/`.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl std::fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BaseUrl")
    }
}

impl BaseUrl {
    /// Takes https everywhere, and http where nobody can listen.
    pub fn new(parts: &UrlParts) -> Result<Self, Error> {
        let refuse = |problem| Err(Error::invalid_argument("baseUrl", problem));
        match parts.protocol.as_str() {
            "https:" => {}
            "http:" if is_loopback(&parts.hostname) => {}
            "http:" => return refuse("must be https; http only on a loopback name"),
            _ => return refuse("must be an https URL"),
        }
        if parts.more {
            return refuse("must have no user, password, query or fragment");
        }
        let path = parts.pathname.trim_end_matches('/');
        Ok(Self([parts.origin.as_str(), path].concat()))
    }

    /// The absolute URL of a path of the API.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        [self.0.as_str(), path].concat()
    }
}

/// A loopback name or address (RFC 6761 §6.3, RFC 1122 §3.2.1.3).
fn is_loopback(hostname: &str) -> bool {
    let four: Vec<_> = hostname.split('.').collect();
    hostname == "localhost"
        || hostname.ends_with(".localhost")
        || hostname == "[::1]"
        || matches!(four.as_slice(), ["127", rest @ ..] if rest.len() == 3
            && rest.iter().all(|part| part.parse::<u8>().is_ok()))
}

/// Checks a header as fetch would, which throws (RFC 9110 §5.1, §5.5; the values become byte strings).
pub fn check_header(field: &str, name: &str, value: &str) -> Result<(), Error> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err(Error::invalid_argument(
            field,
            "has a name that is no HTTP header name",
        ));
    }
    if value
        .chars()
        .any(|c| matches!(c, '\0' | '\r' | '\n') || u32::from(c) > 0xff)
    {
        return Err(Error::invalid_argument(
            field,
            "has a character that a header cannot carry",
        ));
    }
    Ok(())
}

/// The checked options of `createClient`.
#[derive(Clone)]
pub struct Config {
    /// Where requests go.
    pub base_url: BaseUrl,
    /// The tenant, where it is not the page's host.
    pub rp_id: Option<String>,
    /// The header that carries the access token.
    pub auth_header: AuthHeader,
    /// Milliseconds for one HTTP request.
    pub timeout: f64,
    /// Milliseconds before the expiry at which a token is renewed.
    pub refresh_margin: f64,
    /// The caller's, sent with every request.
    pub headers: Pairs,
    /// The SDK's own, sent with every request; nothing overrides them.
    pub own_headers: Pairs,
}

impl std::fmt::Debug for Config {
    /// Shows nothing: headers hold keys.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Config")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(protocol: &str, hostname: &str, pathname: &str) -> UrlParts {
        UrlParts {
            protocol: protocol.to_owned(),
            hostname: hostname.to_owned(),
            origin: format!("{protocol}//{hostname}"),
            pathname: pathname.to_owned(),
            more: false,
        }
    }

    #[test]
    fn refuses_plain_http_to_anything_but_loopback() {
        for host in [
            "api.ibex.fi",
            "127.0.0.1.evil.example",
            "localhost.example",
            "128.0.0.1",
        ] {
            let error = BaseUrl::new(&parts("http:", host, "/")).unwrap_err();
            assert!(error.message.contains("baseUrl"), "{host}");
        }
        for host in [
            "localhost",
            "app.localhost",
            "127.0.0.1",
            "127.9.9.9",
            "[::1]",
        ] {
            assert!(BaseUrl::new(&parts("http:", host, "/")).is_ok(), "{host}");
        }
    }

    #[test]
    fn refuses_other_schemes_and_what_could_carry_secrets() {
        assert!(BaseUrl::new(&parts("ftp:", "localhost", "/")).is_err());
        let with_query = UrlParts {
            more: true,
            ..parts("https:", "api.ibex.fi", "/")
        };
        assert!(BaseUrl::new(&with_query).is_err());
    }

    #[test]
    fn joins_origin_prefix_and_path() {
        let base = BaseUrl::new(&parts("https:", "app.example", "/api/ibex/")).unwrap();
        assert_eq!(base.join("/v1.2/x"), "https://app.example/api/ibex/v1.2/x");
    }

    #[test]
    fn refuses_headers_that_fetch_would_throw_at() {
        for (name, value) in [
            ("", "a"),
            ("a b", "a"),
            ("é", "a"),
            ("a", "b\r\nc: d"),
            ("a", "€"),
        ] {
            assert!(
                check_header("headers", name, value).is_err(),
                "{name}: {value}"
            );
        }
        assert!(check_header("headers", "X-Own", "ü").is_ok());
    }
}
