//! What a request asks, read from the wire alone.

use ibex_wallet_sdk::ports::{Request, Value};

use crate::json::Json;

/// Where the API is.
pub(crate) const ORIGIN: &str = "https://api.example";

/// A question. Two reads with the same question are identical for the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Question {
    /// A read that many callers may make.
    Shared {
        path: usize,
        query: usize,
        header: usize,
    },
    /// A read that only one caller makes.
    Single { call: usize },
    /// A write of any kind.
    Post { call: usize },
    /// The user's data.
    Data { user: usize },
    /// The same, by an empty write.
    DataByPost { user: usize },
    /// A write of user data.
    Set { user: usize, call: usize },
    /// New tokens for this one, by its number.
    Refresh { token: usize },
    /// The challenge of a sign-in.
    Challenge,
    /// The assertion of a sign-in.
    SignIn { user: usize },
}

/// The tokens, users and calls have names that end in their numbers.
pub(crate) fn number(name: &str) -> Option<usize> {
    name.get(1..)?.parse().ok()
}

/// The external id of a user.
pub(crate) fn user_id(user: usize) -> String {
    format!("u{user}")
}

impl Question {
    /// Reads a request; `None` where it is none that the simulation makes.
    pub(crate) fn read(request: &Request<'_, Json>) -> Option<Self> {
        let path = request.url.strip_prefix(ORIGIN)?;
        let mut steps = path.split('/').skip(1);
        let body = request.body;
        let steps = [(); 5].map(|()| steps.next().unwrap_or_default());
        let user = || number(&body?.get("externalUserId")?.text()?);
        Some(match (request.method, steps) {
            ("GET", ["shared", path, ..]) => Self::Shared {
                path: path.parse().ok()?,
                query: pair(request.query, "q")?,
                header: header(request, "X-Variant")?.parse().ok()?,
            },
            ("GET", ["single", call, ..]) => Self::Single {
                call: call.parse().ok()?,
            },
            ("POST", ["post", ..]) => Self::Post {
                call: body?.whole("call")?,
            },
            ("GET", ["v1.2", "ibexsafe", "userdata", "external", id]) => {
                Self::Data { user: number(id)? }
            }
            ("POST", ["v1.2", "ibexsafe", "userdata", "", ""]) => {
                let data = body?.get("data")?;
                match data.entries()?.is_empty() {
                    true => Self::DataByPost { user: user()? },
                    false => Self::Set {
                        user: user()?,
                        call: data.whole("call")?,
                    },
                }
            }
            ("POST", ["v1.2", "auth", "refresh", "", ""]) => Self::Refresh {
                token: number(&body?.get("refresh_token")?.text()?)?,
            },
            ("GET", ["v1.2", "auth", "sign-in", "", ""]) => Self::Challenge,
            ("POST", ["v1.2", "auth", "sign-in", "", ""]) => Self::SignIn {
                user: number(&body?.get("credential")?.get("id")?.text()?)?,
            },
            _ => return None,
        })
    }

    /// Whether it changes nothing, so that it may be asked again.
    pub(crate) const fn is_read(self) -> bool {
        use Question::{Challenge, Data, Shared, Single};
        matches!(
            self,
            Shared { .. } | Single { .. } | Data { .. } | Challenge
        )
    }

    /// Whether it is asked in nobody's name.
    pub(crate) const fn is_public(self) -> bool {
        use Question::{Challenge, Refresh, SignIn};
        matches!(self, Refresh { .. } | Challenge | SignIn { .. })
    }
}

fn pair(query: &[(String, String)], name: &str) -> Option<usize> {
    let (_, value) = query.iter().find(|(known, _)| known == name)?;
    value.parse().ok()
}

/// Of one name, the last counts.
fn header<'a>(request: &Request<'a, Json>, name: &str) -> Option<&'a str> {
    let mut pairs = request.headers.iter().rev();
    pairs
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| *value)
}

/// The access token that a request carries.
pub(crate) fn bearer<'a>(request: &Request<'a, Json>) -> Option<&'a str> {
    let value = header(request, "Authorization")?;
    Some(value.strip_prefix("Bearer ").unwrap_or(value))
}
