//! A pair of tokens and the time for which it is good, counted from its receipt on a clock that nobody can set.

use crate::error::{Code, Error};
use crate::ports::{Host, Value};
use crate::protocol::auth::{ACCESS_TTL, REFRESH_TTL};
use crate::protocol::jwt::{self, Claims};
use crate::protocol::secret::Secret;

use super::answer::{TokenAnswer, missing};
use super::profile::Profile;

/// Seconds. A longer life is no life: a date has an end (ECMAScript §21.4.1.1).
const LONGEST: f64 = 1e9;
/// Milliseconds. No younger token is renewed by the clock: an answer of `expires_in: 0` must not become a loop.
const YOUNG: f64 = 1000.0;

/// The tokens of a session. Dropping them overwrites them.
#[derive(Debug)]
pub(super) struct Tokens {
    pub(super) access: Secret,
    pub(super) refresh: Secret,
    /// When they are to be renewed, in milliseconds of the host's clock.
    pub(super) renew_at: f64,
    /// When the access token ends.
    pub(super) ends_at: f64,
}

impl Tokens {
    /// Takes an answer's tokens over and brings the profile up to date with it. `margin` is milliseconds.
    ///
    /// An answer that names no user to a new profile, or another one than the profile's, is `invalid_response`.
    pub(super) fn receive<H: Host>(
        host: &H,
        margin: f64,
        answer: TokenAnswer,
        profile: &mut Profile,
    ) -> Result<Self, Error> {
        let claims = claims_of::<H>(&answer.access);
        let subject = answer.subject.as_ref().or(claims.subject.as_ref());
        match (subject, profile.external_user_id.as_str()) {
            (None, "") => return Err(missing("subject")),
            (Some(subject), _) if matches!(subject.as_str(), "." | "..") => {
                // It becomes a segment of a path, where these two lead elsewhere.
                return Err(Error::invalid_response("subject", "is no id"));
            }
            (Some(subject), "") => profile.external_user_id.clone_from(subject),
            (Some(subject), known) if subject != known => {
                return Err(Error::new(
                    Code::InvalidResponse,
                    "the renewed tokens belong to another user",
                ));
            }
            (Some(_) | None, _) => {}
        }
        let life = answer.expires_in.unwrap_or(ACCESS_TTL) * 1000.0;
        let refresh_life = claims_of::<H>(&answer.refresh)
            .life
            .filter(|life| (0.0..=LONGEST).contains(life));
        let (now, epoch_ms) = (host.now(), host.epoch_ms());
        profile.expires_at = epoch_ms + life;
        profile.refresh_expires_at = epoch_ms + refresh_life.unwrap_or(REFRESH_TTL) * 1000.0;
        let (access, refresh) = profile.update(answer, claims);
        Ok(Self {
            access,
            refresh,
            // Half of a short life at most, or a token that lives less than the margin would be renewed at each use.
            renew_at: now + YOUNG.max(life - margin.min(life / 2.0)),
            ends_at: now + life,
        })
    }
}

fn claims_of<H: Host>(token: &Secret) -> Claims {
    let Some(claims) = jwt::payload(token.expose()).and_then(|payload| H::Json::parse(&payload))
    else {
        return Claims::default();
    };
    let text = |name| claims.get(name)?.text().filter(|text| !text.is_empty());
    let number = |name| claims.get(name)?.number();
    let life = number("exp")
        .zip(number("iat"))
        .map(|(expires, issued)| expires - issued);
    Claims {
        issuer: text("iss"),
        subject: text("sub"),
        signer: text("sid"),
        life,
    }
}
