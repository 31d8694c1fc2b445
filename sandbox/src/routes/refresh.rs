//! Refresh: a refresh token becomes a new pair of tokens, once.

use super::session::Tokens;
use crate::answer::Answer;
use crate::app::App;
use crate::call::Call;
use crate::error::Refusal;
use crate::store::{credentials, refresh_tokens};
use crate::token::{Claims, Purpose, digest};

/// `POST auth/refresh`
pub(crate) fn refresh(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let rp_id = app.rp_id(call)?;
    let token = call.body()?.required_text("refresh_token")?;
    let refused = |message: &'static str| Refusal::unauthorized(message);
    let claims = Claims::verify(&token, &app.store.secret())
        .filter(|claims| claims.purpose == Some(Purpose::Refresh))
        .ok_or_else(|| refused("Refresh token is not valid"))?;
    if claims.iss != rp_id || claims.aud != rp_id {
        return Err(refused("Refresh token is of another rpId"));
    }
    let now = app.clock.now();
    if claims.exp.saturating_mul(1000) <= now {
        return Err(refused("Refresh token has expired"));
    }
    // Revocation and rotation stand or fall together: a token is never gone without its heir.
    let tokens = app.store.transaction(|transaction| {
        if !credentials::user_exists(transaction, rp_id, &claims.sub)? {
            return Err(refused("Refresh token is not valid"));
        }
        let expired_by = app.clock.at_the_earliest();
        if !refresh_tokens::take(transaction, &digest(&token), expired_by)? {
            return Err(refused("Refresh token was used before"));
        }
        Tokens::issue(app, transaction, rp_id, &claims.sub, &claims.sid)
    })?;
    Ok(Answer::ok(&tokens))
}
