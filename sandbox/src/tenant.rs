//! Tenants: which rpId a request belongs to.
//!
//! The order is `?rpId=`, `X-RpId`, `X-Rp-Id`, the host of `Origin`, the host of `Referer`.
//! The first one that is there decides, also when it names nobody.

use crate::call::Call;
use crate::error::Refusal;
use crate::origin::{host_of_url, is_loopback};

/// The tenant that is always there.
const LOCALHOST: &str = "localhost";

#[derive(Debug)]
pub(crate) struct Tenants {
    known: Vec<String>,
}

impl Tenants {
    pub(crate) fn new(rp_ids: &[String]) -> Self {
        let mut known = vec![LOCALHOST.to_owned()];
        known.extend(rp_ids.iter().map(|rp_id| rp_id.to_ascii_lowercase()));
        // The longest name first, so that a tenant of its own wins over its parent domain.
        known.sort_by_key(|rp_id| std::cmp::Reverse(rp_id.len()));
        known.dedup();
        Self { known }
    }

    /// The rpId of a request.
    pub(crate) fn of(&self, call: &Call) -> Result<&str, Refusal> {
        let query = call.query("rpId");
        let named = [
            query.as_deref(),
            call.header("x-rpid"),
            call.header("x-rp-id"),
        ];
        let explicit = named.into_iter().flatten().find(|rp_id| !rp_id.is_empty());
        let found = match explicit {
            Some(rp_id) => self.named(&rp_id.to_ascii_lowercase()),
            None => {
                let page = call.header("origin").or_else(|| call.header("referer"));
                page.and_then(host_of_url)
                    .and_then(|host| self.of_host(&host))
            }
        };
        found.ok_or_else(|| Refusal::bad_request("Unknown domain/rpId"))
    }

    /// The tenant whose pages live on this host: itself, a parent domain, or `localhost`.
    pub(crate) fn of_host(&self, host: &str) -> Option<&str> {
        let owns = |rp_id: &&String| {
            host.strip_suffix(rp_id.as_str())
                .is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
        };
        let owner = self.known.iter().find(owns).map(String::as_str);
        owner.or_else(|| is_loopback(host).then_some(LOCALHOST))
    }

    fn named(&self, rp_id: &str) -> Option<&str> {
        let exact = self
            .known
            .iter()
            .find(|known| *known == rp_id)
            .map(String::as_str);
        exact.or_else(|| is_loopback(rp_id).then_some(LOCALHOST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good_tenants() -> Tenants {
        Tenants::new(&["example.com".to_owned(), "Own.example.com".to_owned()])
    }

    #[test]
    fn a_host_belongs_to_the_closest_tenant() {
        let tenants = good_tenants();
        assert_eq!(tenants.of_host("example.com"), Some("example.com"));
        assert_eq!(tenants.of_host("a.b.example.com"), Some("example.com"));
        assert_eq!(
            tenants.of_host("x.own.example.com"),
            Some("own.example.com")
        );
    }

    #[test]
    fn a_host_that_only_ends_alike_belongs_to_nobody() {
        assert_eq!(good_tenants().of_host("notexample.com"), None);
        assert_eq!(good_tenants().of_host("com"), None);
    }

    #[test]
    fn every_loopback_host_belongs_to_localhost() {
        for host in ["localhost", "shop.localhost", "127.0.0.1", "[::1]"] {
            assert_eq!(good_tenants().of_host(host), Some("localhost"));
        }
    }

    #[test]
    fn an_explicit_rp_id_is_never_matched_by_its_parent() {
        assert_eq!(good_tenants().named("sub.example.com"), None);
        assert_eq!(good_tenants().named("127.0.0.1"), Some("localhost"));
    }
}
