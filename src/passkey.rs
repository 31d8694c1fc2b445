//! Sign-up and sign-in with a passkey: a challenge from the API, the browser's ceremony, the credential back to the API, a session.

mod autofill;
mod ceremony;
mod challenge;
mod conditional;
mod credential;
mod options;
mod prompt;
mod refusal;
mod signal;
mod slot;

use std::future::Future;
use std::rc::Rc;

use crate::api::{Api, is_aggregate, user_map};
use crate::config::Config;
use crate::error::Error;
use crate::http::Call;
use crate::ports::{Abort, Host, Mediation, Value};
use crate::protocol::auth::{SIGN_IN, SIGN_UP, SignInBody, SignUpBody};
use crate::session::{Profile, TokenAnswer};
use ceremony::Errand;
use challenge::{Prepared, Question};
use refusal::{Ceremony, knows_no_credential, refuses_new_credential};
use slot::Slot;

/// What `signUp` takes.
#[derive(Default)]
pub struct SignUp {
    /// The account's name, as the authenticator shows it.
    pub user_name: Option<String>,
    /// The account's name for people.
    pub user_display_name: Option<String>,
    /// How the browser makes the passkey; `Conditional` is without a prompt.
    pub mediation: Option<Mediation>,
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

/// Who is signed in, and the whole answer of the API.
type Entered<V> = (Rc<Profile>, V);

/// The passkey capability of one client. Clones are the same one.
pub struct Passkey<H: Host> {
    api: Api<H>,
    slot: Rc<Slot>,
    prepared: Rc<Prepared<H::Json>>,
}

impl<H: Host> Clone for Passkey<H> {
    fn clone(&self) -> Self {
        Self {
            api: self.api.clone(),
            slot: Rc::clone(&self.slot),
            prepared: Rc::clone(&self.prepared),
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
            prepared: Rc::default(),
        }
    }

    /// Fetches the challenge of a sign-up ahead; it is for a sign-up under the same names.
    pub fn prepare_sign_up(
        &self,
        options: &SignUp,
        signal: Option<Abort>,
    ) -> impl Future<Output = Result<(), Error>> + use<H> {
        self.prepare(options.question(self.api.config()), signal)
    }

    /// Fetches the challenge of a sign-in ahead, so that the next one reaches the prompt at once.
    pub fn prepare_sign_in(
        &self,
        signal: Option<Abort>,
    ) -> impl Future<Output = Result<(), Error>> + use<H> {
        self.prepare(Question::new(SIGN_IN, self.api.config()), signal)
    }

    /// Makes a passkey and an account for it, and signs in.
    pub fn sign_up(
        &self,
        options: &SignUp,
        signal: Option<Abort>,
    ) -> impl Future<Output = Result<Rc<Profile>, Error>> + use<H> {
        let entering = self.start(
            Errand {
                ceremony: Ceremony::Create,
                mediation: options.mediation,
                question: options.question(self.api.config()),
                body: H::Json::write(&options.body.members()),
            },
            signal,
        );
        async move { entering.await.map(|(profile, _)| profile) }
    }

    /// Signs in with a discoverable credential: the user chooses, the API learns from the assertion who it is.
    pub fn sign_in(
        &self,
        options: &SignIn,
        signal: Option<Abort>,
    ) -> impl Future<Output = Result<SignedIn<H::Json>, Error>> + use<H> {
        let entering = self.start(
            Errand {
                ceremony: Ceremony::Get,
                mediation: options.mediation,
                question: Question::new(SIGN_IN, self.api.config()),
                body: H::Json::write(&options.body.members()),
            },
            signal,
        );
        async move { entering.await.map(SignedIn::new) }
    }

    fn start(
        &self,
        errand: Errand<H::Json>,
        signal: Option<Abort>,
    ) -> impl Future<Output = Result<Entered<H::Json>, Error>> + use<H> {
        let (this, begun) = (self.clone(), self.begin(&errand, signal));
        async move { this.run(begun?, errand).await }
    }

    /// Sends the credential to the API and takes the session over. A passkey that is worth nothing disappears.
    async fn enter(
        &self,
        errand: &Errand<H::Json>,
        asked: &H::Json,
        credential: &H::Json,
    ) -> Result<Entered<H::Json>, Error> {
        let (credential, rp_id) = match errand.ceremony {
            Ceremony::Create => {
                let rp_id = asked.get("rp").and_then(|rp| rp.get("id"));
                (credential::registration(credential)?, rp_id)
            }
            Ceremony::Get => (credential::assertion(credential)?, asked.get("rpId")),
        };
        let body = errand.body.with("credential", credential.clone());
        let entered = self.verify(errand.question.path, body).await;
        match (errand.ceremony, &entered) {
            (Ceremony::Get, Ok((profile, _))) => self.signal_details(rp_id, &credential, profile),
            (Ceremony::Get, Err(error)) if knows_no_credential(error) => {
                self.signal_unknown(rp_id, &credential);
            }
            (Ceremony::Create, Err(error)) if refuses_new_credential(error) => {
                self.signal_unknown(rp_id, &credential);
            }
            _ => {}
        }
        entered
    }

    async fn verify(&self, path: &str, body: H::Json) -> Result<Entered<H::Json>, Error> {
        let answer = self.api.public(&Call::post(path, body)).await?;
        let answer = answer.ok_or_else(|| Error::invalid_response("body", "is empty"))?;
        let tokens = TokenAnswer::read(&answer)?;
        Ok((self.api.session().adopt(tokens)?, answer))
    }
}

impl SignUp {
    /// The names are a part of the options that the API makes.
    fn question(&self, config: &Config) -> Question {
        let names = [
            ("userName", &self.user_name),
            ("userDisplayName", &self.user_display_name),
            ("keyName", &self.body.key_name),
            ("keyDisplayName", &self.body.key_display_name),
        ];
        let mut question = Question::new(SIGN_UP, config);
        for (name, value) in names {
            if let Some(value) = value {
                question.query.push((name.to_owned(), value.clone()));
            }
        }
        question
    }
}

impl<V: Value> SignedIn<V> {
    fn new((profile, answer): Entered<V>) -> Self {
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
