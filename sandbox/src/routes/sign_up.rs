//! Sign-up: a new user with a new passkey.
//!
//! A ceremony that fails is a 400 here: nobody was to be authenticated.

use serde::Serialize;
use uuid::Uuid;
use webauthn_rs_core::proto::COSEAlgorithm;
use webauthn_rs_core::proto::UserVerificationPolicy;

use super::session::{Profile, Tokens};
use super::wallet_mode::{must_be_for_passkeys, must_be_passkeys};
use crate::answer::Answer;
use crate::app::App;
use crate::call::Call;
use crate::ceremony::credential::Credential;
use crate::ceremony::pending::{Ceremony, SignUp};
use crate::ceremony::{options, presence, reason, verifier};
use crate::error::Refusal;
use crate::store::credentials::{self, NewUser, Signer};
use crate::variants::{ExcludeCredentials, UserVerification};
use crate::wallet::Chains;

/// `GET auth/sign-up`
pub(crate) fn options(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let rp_id = app.rp_id(call)?;
    must_be_passkeys(call)?;
    let variants = app.variants();
    let user_id = Uuid::new_v4();
    let asked = |names: &[&str]| {
        let found = names.iter().find_map(|name| call.query(name));
        found.filter(|name| !name.trim().is_empty())
    };
    let unnamed = || {
        format!(
            "{rp_id} {}",
            user_id.simple().to_string().get(..6).unwrap_or("user")
        )
    };
    let name = asked(&["userName", "user.name"]).unwrap_or_else(unnamed);
    let display_name = asked(&["userDisplayName", "user.displayName", "user.displayname"]);
    let display_name = display_name.unwrap_or_else(|| name.clone());
    let excluded = match variants.exclude_credentials {
        ExcludeCredentials::None => Vec::new(),
        ExcludeCredentials::SameName => app
            .store
            .read(|data| credentials::ids_by_user_name(data, rp_id, &name))?,
    };
    let policy = match variants.user_verification {
        UserVerification::Required => UserVerificationPolicy::Required,
        UserVerification::Preferred => UserVerificationPolicy::Preferred,
    };
    let verifier = verifier(rp_id, app.config.challenge_ttl);
    let (response, state) = verifier
        .new_challenge_register_builder(user_id.as_bytes(), &name, &display_name)
        .and_then(|builder| {
            let algorithms = vec![COSEAlgorithm::ES256, COSEAlgorithm::RS256];
            let builder = builder
                .user_verification_policy(policy)
                .require_resident_key(true)
                .credential_algorithms(algorithms)
                .exclude_credentials(Some(excluded));
            verifier.generate_challenge_register(builder)
        })
        .map_err(|_| Refusal::internal())?;
    let sign_up = SignUp {
        user_id,
        name,
        display_name,
        key_name: asked(&["keyName"]),
        key_display_name: asked(&["keyDisplayName"]),
        user_verification: variants.user_verification,
        state,
    };
    let challenge = response.public_key.challenge.clone();
    app.wait_for(challenge, rp_id, Ceremony::SignUp(Box::new(sign_up)));
    Ok(Answer::ok(&options::creation(
        &response.public_key,
        &variants,
    )))
}

/// `POST auth/sign-up`
pub(crate) fn finish(app: &App, call: &Call) -> Result<Answer, Refusal> {
    let rp_id = app.rp_id(call)?;
    let body = call.body()?;
    must_be_for_passkeys(&body)?;
    let credential = Credential::of(&body)?;
    let (chain_id, chains) = Chains::of(call, &body)?.joined(&[]);
    let (key_name, key_display_name) = (body.text("keyName")?, body.text("keyDisplayName")?);
    let mut attestation = credential.attestation()?;

    let waiting = app
        .pending
        .take(&credential.challenge()?, rp_id, app.clock.now());
    let Some(Ceremony::SignUp(sign_up)) = waiting else {
        return Err(Refusal::bad_request(
            "Challenge is unknown, used or expired",
        ));
    };
    if sign_up.user_verification == UserVerification::Preferred {
        // Nothing on the wire tells a conditional create from another.
        presence::assume(&mut attestation, rp_id);
    }
    let passkey = verifier(rp_id, app.config.challenge_ttl)
        .register_credential(&attestation, &sign_up.state, None)
        .map_err(|error| Refusal::bad_request(reason(&error)))?;

    let user_id = sign_up.user_id.to_string();
    let signer = Signer {
        id: Uuid::new_v4().to_string(),
        user_id: user_id.clone(),
        passkey,
        key_name: key_name.or(sign_up.key_name),
        key_display_name: key_display_name.or(sign_up.key_display_name),
        chains,
    };
    let (name, display_name) = (&sign_up.name, &sign_up.display_name);
    let user = NewUser {
        id: &user_id,
        name,
        display_name,
    };
    let tokens = app.store.transaction(|transaction| {
        credentials::add(transaction, rp_id, &user, &signer, app.clock.now())?;
        Tokens::issue(app, transaction, rp_id, &user_id, &signer.id)
    })?;
    let profile = Profile::of(&signer, chain_id, credential.prf_capable(), &app.variants());
    Ok(Answer::ok(&SignedUp { tokens, profile }))
}

#[derive(Serialize)]
struct SignedUp {
    #[serde(flatten)]
    tokens: Tokens,
    #[serde(flatten)]
    profile: Option<Profile>,
}
