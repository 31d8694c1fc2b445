//! Who calls: the user of a request's access token.

use crate::app::App;
use crate::body::{Body, required};
use crate::call::Call;
use crate::error::Refusal;
use crate::store::credentials;
use crate::token::Claims;
use crate::variants::AuthHeader;

/// An authenticated user.
pub(crate) struct Caller<'a> {
    pub(crate) rp_id: &'a str,
    pub(crate) user_id: String,
}

impl<'a> Caller<'a> {
    pub(crate) fn of(app: &'a App, call: &Call) -> Result<Self, Refusal> {
        let rp_id = app.rp_id(call)?;
        let token =
            bearer(app, call).ok_or_else(|| Refusal::unauthorized("Access token is missing"))?;
        let claims =
            Claims::verify(token, &app.store.secret()).filter(|claims| claims.purpose.is_none());
        let claims = claims.ok_or_else(|| Refusal::unauthorized("Access token is not valid"))?;
        if claims.iss != rp_id || claims.aud != rp_id {
            return Err(Refusal::unauthorized("Access token is of another rpId"));
        }
        if claims.exp.saturating_mul(1000) <= app.clock.now() {
            return Err(Refusal::unauthorized("Access token has expired"));
        }
        if !app
            .store
            .read(|data| credentials::user_exists(data, rp_id, &claims.sub))?
        {
            return Err(Refusal::unauthorized("Access token is not valid"));
        }
        Ok(Self {
            rp_id,
            user_id: claims.sub,
        })
    }

    /// Refuses a body whose `externalUserId` is missing or another user's.
    pub(crate) fn must_be_named(&self, body: &Body) -> Result<(), Refusal> {
        let named = body
            .text("externalUserId")?
            .ok_or_else(|| required("externalUserId"))?;
        self.must_be(&named)
    }

    /// Refuses a body whose `externalUserId`, if there is one, is another user's.
    pub(crate) fn may_be_named(&self, body: &Body) -> Result<(), Refusal> {
        body.text("externalUserId")?
            .map_or(Ok(()), |named| self.must_be(&named))
    }

    pub(crate) fn must_be(&self, user_id: &str) -> Result<(), Refusal> {
        if user_id.eq_ignore_ascii_case(&self.user_id) {
            return Ok(());
        }
        Err(Refusal::bad_request(
            "externalUserId does not match the access token",
        ))
    }
}

fn bearer<'a>(app: &App, call: &'a Call) -> Option<&'a str> {
    let standard = || token(call.header("authorization")?);
    let own = || token(call.header("x-ibex-auth")?);
    match app.variants().auth_header {
        AuthHeader::Either => standard().or_else(own),
        AuthHeader::Authorization => standard(),
        AuthHeader::XIbexAuth => own(),
    }
}

fn token(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
