//! Sign-in with a passkey that the server finds by its credential id.
//!
//! A ceremony that fails is a 401. The words "Unknown credential" are kept for a credential
//! that this tenant does not have: clients make such a passkey disappear from its manager.

use serde::Serialize;
use webauthn_rs_core::proto::UserVerificationPolicy;

use super::session::{Profile, Tokens};
use super::sign_in_data::{self, Extras};
use super::wallet_mode::{must_be_for_passkeys, must_be_passkeys};
use crate::answer::Answer;
use crate::app::App;
use crate::call::Call;
use crate::ceremony::credential::Credential;
use crate::ceremony::pending::Ceremony;
use crate::ceremony::{options, reason, verifier};
use crate::error::Refusal;
use crate::store::credentials::{self, Signer};
use crate::wallet::{Chains, safe_address};

/// `GET auth/sign-in`
pub(crate) fn options(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let rp_id = app.rp_id(call)?;
    must_be_passkeys(call)?;
    let verifier = verifier(rp_id, app.config.challenge_ttl);
    let (response, state) = verifier
        .new_challenge_authenticate_builder(Vec::new(), Some(UserVerificationPolicy::Required))
        // A passkey that starts to be synchronised is still the same passkey.
        .map(|builder| builder.allow_backup_eligible_upgrade(true))
        .and_then(|builder| verifier.generate_challenge_authenticate(builder))
        .map_err(|_| Refusal::internal())?;
    let challenge = response.public_key.challenge.clone();
    app.wait_for(challenge, rp_id, Ceremony::SignIn(Box::new(state)));
    Ok(Answer::ok(&options::request(
        &response.public_key,
        &app.variants(),
    )))
}

/// `POST auth/sign-in`
pub(crate) fn finish(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let rp_id = app.rp_id(call)?;
    let body = call.body()?;
    must_be_for_passkeys(&body)?;
    let credential = Credential::of(&body)?;
    let chains = Chains::of(call, &body)?;
    let extras = Extras::asked(&body)?;
    let pinned = body.text("safeAddress")?;
    let assertion = credential.assertion()?;

    let waiting = app
        .pending
        .take(&credential.challenge()?, rp_id, app.clock.now());
    let Some(Ceremony::SignIn(state)) = waiting else {
        return Err(Refusal::unauthorized(
            "Challenge is unknown, used or expired",
        ));
    };
    app.store.transaction(|transaction| {
        let found = credentials::find(transaction, rp_id, &assertion.raw_id)?;
        let mut signer = found.ok_or_else(|| Refusal::unauthorized("Unknown credential"))?;
        must_own(&signer, credential.user_handle()?.as_deref())?;
        let result = verifier(rp_id, app.config.challenge_ttl)
            .authenticate_single_credential(&assertion, &state, &signer.passkey)
            .map_err(|error| Refusal::unauthorized(reason(&error)))?;
        let (chain_id, chains) = chains.joined(&signer.chains);
        if pinned.is_some_and(|pinned| {
            !pinned.eq_ignore_ascii_case(&safe_address(&signer.passkey.cred_id, chain_id))
        }) {
            return Err(Refusal::bad_request(
                "safeAddress is not a Safe of this signer",
            ));
        }
        signer.passkey.counter = result.counter();
        signer.passkey.backup_state = result.backup_state();
        signer.passkey.backup_eligible |= result.backup_eligible();
        signer.chains = chains;
        credentials::update(transaction, &signer.passkey, &signer.id, &signer.chains)?;

        let variants = app.variants();
        let tokens = Tokens::issue(app, transaction, rp_id, &signer.user_id, &signer.id)?;
        let profile = Profile::of(&signer, chain_id, credential.prf_capable(), &variants);
        let context = sign_in_data::Context {
            rp_id,
            signer: &signer,
            chain_id,
            now: app.clock.now(),
        };
        let data = context.collect(transaction, &extras, &variants)?;
        Ok(Answer::ok(&SignedIn {
            tokens,
            profile,
            data,
        }))
    })
}

#[derive(Serialize)]
struct SignedIn {
    #[serde(flatten)]
    tokens: Tokens,
    #[serde(flatten)]
    profile: Option<Profile>,
    #[serde(flatten)]
    data: sign_in_data::Data,
}

/// A user handle, where the authenticator gave one, is the id of the credential's own user.
fn must_own(signer: &Signer, user_handle: Option<&[u8]>) -> Result<(), Refusal> {
    let owner = uuid::Uuid::try_parse(&signer.user_id).map_err(|_| Refusal::internal())?;
    match user_handle {
        Some(handle) if handle != owner.as_bytes() => Err(Refusal::unauthorized(
            "User handle is not that of the passkey",
        )),
        _ => Ok(()),
    }
}
