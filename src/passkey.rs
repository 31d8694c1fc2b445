//! Sign-up and sign-in with a passkey: a challenge from the API, the browser's ceremony, the credential back to the API, a session.

mod ceremony;
mod credential;
mod options;
mod refusal;
mod slot;

use std::future::Future;
use std::rc::Rc;

use crate::api::{Api, is_aggregate, user_map};
use crate::error::Error;
use crate::http::Call;
use crate::ports::{Abort, Host, Mediation, Pairs, Value};
use crate::protocol::auth::{SIGN_IN, SIGN_UP, SignInBody, SignUpBody};
use crate::session::{Profile, TokenAnswer};
use ceremony::Stage;
use refusal::{Ceremony, knows_no_credential, refuses_new_credential};
use slot::Slot;

/// What `signUp` takes.
#[derive(Default)]
pub struct SignUp {
    /// The account's name, as the authenticator shows it.
    pub user_name: Option<String>,
    /// The account's name for people.
    pub user_display_name: Option<String>,
    /// What goes with the credential.
    pub body: SignUpBody,
}

impl std::fmt::Debug for SignUp {
    /// Shows nothing: the name is often an address.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignUp")
    }
}

/// What `signIn` takes.
#[derive(Debug, Default)]
pub struct SignIn {
    /// How the browser offers the passkey.
    pub mediation: Option<Mediation>,
    /// What goes with the assertion.
    pub body: SignInBody,
}

/// What a sign-in brought.
pub struct SignedIn<V> {
    /// Who is signed in.
    pub profile: Rc<Profile>,
    /// The user data, where it was asked for and came as such.
    pub userdata: Option<V>,
    /// The aggregate of `/users/me`, where it came instead of the user data; untouched.
    pub me: Option<V>,
    /// Untouched.
    pub balance: Option<V>,
    /// Untouched.
    pub transactions: Option<V>,
}

impl<V> std::fmt::Debug for SignedIn<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").finish_non_exhaustive()
    }
}

/// The passkey capability of one client. Clones are the same one.
pub struct Passkey<H: Host> {
    api: Api<H>,
    slot: Rc<Slot>,
}

impl<H: Host> Clone for Passkey<H> {
    fn clone(&self) -> Self {
        Self {
            api: self.api.clone(),
            slot: Rc::clone(&self.slot),
        }
    }
}

impl<H: Host> std::fmt::Debug for Passkey<H> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passkey")
    }
}

impl<H: Host> Passkey<H> {
    /// For this client.
    pub fn new(api: Api<H>) -> Self {
        Self {
            api,
            slot: Rc::default(),
        }
    }

    /// Makes a passkey and an account for it, and signs in.
    pub fn sign_up(
        &self,
        options: SignUp,
        signal: Option<Abort>,
    ) -> impl Future<Output = Result<Rc<Profile>, Error>> + use<H> {
        let (this, ongoing) = (self.clone(), self.enter(signal));
        async move {
            this.alone(ongoing?, async |stage| this.register(stage, options).await)
                .await
        }
    }

    /// Signs in with a discoverable credential: the user chooses, the API learns from the assertion who it is.
    pub fn sign_in(
        &self,
        options: SignIn,
        signal: Option<Abort>,
    ) -> impl Future<Output = Result<SignedIn<H::Json>, Error>> + use<H> {
        let (this, ongoing) = (self.clone(), self.enter(signal));
        async move {
            this.alone(ongoing?, async |stage| {
                this.authenticate(stage, options).await
            })
            .await
        }
    }

    async fn register(&self, stage: &Stage, options: SignUp) -> Result<Rc<Profile>, Error> {
        let mut query = self.query();
        let names = [
            ("userName", &options.user_name),
            ("userDisplayName", &options.user_display_name),
            ("keyName", &options.body.key_name),
            ("keyDisplayName", &options.body.key_display_name),
        ];
        for (name, value) in names {
            query.extend(value.clone().map(|value| (name.to_owned(), value)));
        }
        let asked = self.challenge(SIGN_UP, query).await?;
        let made = self.prompt(stage, Ceremony::Create, None, &asked).await?;
        let body = H::Json::write(&options.body.members())
            .with("credential", credential::registration(&made)?);
        let verified = self.verify(SIGN_UP, body).await;
        if let Err(error) = &verified
            && refuses_new_credential(error)
        {
            let rp_id = asked.get("rp").and_then(|rp| rp.get("id"));
            self.signal_unknown(rp_id, &made);
        }
        verified.map(|(profile, _)| profile)
    }

    async fn authenticate(
        &self,
        stage: &Stage,
        options: SignIn,
    ) -> Result<SignedIn<H::Json>, Error> {
        let asked = self.challenge(SIGN_IN, self.query()).await?;
        let got = self
            .prompt(stage, Ceremony::Get, options.mediation, &asked)
            .await?;
        let body = H::Json::write(&options.body.members())
            .with("credential", credential::assertion(&got)?);
        let verified = self.verify(SIGN_IN, body).await;
        if let Err(error) = &verified
            && knows_no_credential(error)
        {
            self.signal_unknown(asked.get("rpId"), &got);
        }
        verified.map(|(profile, answer)| SignedIn::new(profile, &answer))
    }

    fn query(&self) -> Pairs {
        let mut query = vec![("wallet".to_owned(), "passkeys".to_owned())];
        if let Some(rp_id) = &self.api.config().rp_id {
            query.push(("rpId".to_owned(), rp_id.clone()));
        }
        query
    }

    async fn challenge(&self, path: &str, query: Pairs) -> Result<H::Json, Error> {
        let call = Call {
            query,
            ..Call::get(path)
        };
        let answer = self.api.public(&call).await?;
        let answer = answer.ok_or_else(|| Error::invalid_response("body", "is empty"))?;
        options::decode(&answer)
    }

    async fn verify(&self, path: &str, body: H::Json) -> Result<(Rc<Profile>, H::Json), Error> {
        let answer = self.api.public(&Call::post(path, body)).await?;
        let answer = answer.ok_or_else(|| Error::invalid_response("body", "is empty"))?;
        let tokens = TokenAnswer::read(&answer)?;
        Ok((self.api.session().adopt(tokens)?, answer))
    }

    /// Makes the passkey disappear from the user's choice: the server does not know it.
    fn signal_unknown(&self, rp_id: Option<H::Json>, credential: &H::Json) {
        if let Some(id) = credential::id(credential) {
            let rp_id = rp_id.and_then(|rp_id| rp_id.text());
            self.api.host().signal_unknown(rp_id.as_deref(), &id);
        }
    }
}

impl<V: Value> SignedIn<V> {
    fn new(profile: Rc<Profile>, answer: &V) -> Self {
        let userdata = answer.get("userdata").filter(Value::is_object);
        let (me, userdata) = match userdata {
            Some(me) if is_aggregate(&me) => (Some(me), None),
            Some(map) => (None, Some(V::from_entries(user_map(&map)))),
            None => (None, None),
        };
        let (balance, transactions) = (answer.get("balance"), answer.get("transactions"));
        Self {
            profile,
            userdata,
            me,
            balance,
            transactions,
        }
    }
}

#[cfg(test)]
mod tests;
