//! The paths that a rule is for: one path, or many by `*`, which stands for any text or none.

use serde::Serialize;

use crate::routes::is_api;

#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(crate) struct Pattern(String);

impl Pattern {
    /// `None` when no path of the API can ever match.
    pub(crate) fn new(text: String) -> Option<Self> {
        let possible = match text.split_once('*') {
            None => is_api(&text),
            Some((head, _)) => {
                ["/v1/", "/v1.", "/health"]
                    .iter()
                    .any(|api| api.starts_with(head))
                    || is_api(head)
            }
        };
        (possible && !text.contains(['?', '#'])).then_some(Self(text))
    }

    pub(crate) fn matches(&self, path: &str) -> bool {
        let mut parts = self.0.split('*');
        let Some(mut rest) = parts.next().and_then(|head| path.strip_prefix(head)) else {
            return false;
        };
        let Some(tail) = parts.next_back() else {
            return rest.is_empty();
        };
        for part in parts {
            let Some((_, after)) = rest.split_once(part) else {
                return false;
            };
            rest = after;
        }
        rest.ends_with(tail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        Pattern::new(pattern.to_owned()).unwrap().matches(path)
    }

    #[test]
    fn a_path_that_is_no_path_of_the_api_is_no_pattern() {
        for text in [
            "",
            "/",
            "/v1",
            "/sandbox/clock",
            "/sandbox/*",
            "/index.html",
            "v1.2/auth/refresh",
            "/v1.2/auth/sign-in?rpId=localhost",
            "/healthy",
            "/healthy*",
            "/v2*",
        ] {
            assert!(Pattern::new(text.to_owned()).is_none(), "{text}");
        }
    }

    #[test]
    fn without_a_star_it_is_that_path_alone() {
        assert!(matches("/health", "/health"));
        assert!(matches("/v1.2/users/me", "/v1.2/users/me"));
        assert!(!matches("/v1.2/users/me", "/v1.2/users/me/validate-email"));
        assert!(!matches("/v1.2/users/me", "/v1.2/users/m"));
        assert!(!matches("/v1.2/users/me", "/v1/users/me"));
    }

    #[test]
    fn a_star_stands_for_any_text_or_none() {
        assert!(matches("*", "/health"));
        assert!(matches("/v1*", "/v1.1/auth/sign-in"));
        assert!(matches("/v1*/auth/refresh", "/v1/auth/refresh"));
        assert!(matches("/v1*/auth/refresh", "/v1.2/auth/refresh"));
        assert!(!matches("/v1*/auth/refresh", "/v1.2/auth/refresh/more"));
        assert!(matches("*/userdata*", "/v1.2/ibexsafe/userdata"));
        assert!(matches("*/userdata*", "/v1.2/ibexsafe/userdata/external/1"));
        assert!(!matches("*/userdata*", "/v1.2/ibexsafe/validateEmail"));
        assert!(matches(
            "/v1*safe*data*1",
            "/v1.2/ibexsafe/userdata/external/1"
        ));
    }

    #[test]
    fn no_text_serves_two_parts_of_a_pattern() {
        assert!(!matches("/v1.2/*/v1.2/", "/v1.2/"));
        assert!(!matches("*/auth/*/auth/sign-in", "/v1.2/auth/sign-in"));
    }
}
