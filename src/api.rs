//! One request in the name of the signed-in user: with a token that is good, sent again where that may help, and ended by the caller's signal or by `close()`.

mod attempts;
mod fallback;
mod path;
mod reads;
mod user_map;

use std::future::Future;
use std::rc::Rc;

use crate::config::Config;
use crate::error::{Code, Error};
use crate::events::Events;
use crate::http::{Call, Http};
use crate::ports::{Abort, Host, Race, race};
use crate::session::{Caller, Profile, Session, Ticket};
use attempts::Attempts;
use reads::{Reads, Writing};

pub use fallback::Fallback;
pub use path::endpoint;
pub use user_map::{is_aggregate, user_map};

/// The API as the capabilities use it. Clones are the same client.
pub struct Api<H: Host>(Rc<Inner<H>>);

struct Inner<H: Host> {
    http: Rc<Http<H>>,
    session: Session<H>,
    events: Rc<Events>,
    reads: Reads<H::Json>,
    closed: Abort,
}

impl<H: Host> Clone for Api<H> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<H: Host> std::fmt::Debug for Api<H> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Api")
    }
}

impl<H: Host> Api<H> {
    /// A client without a session.
    pub fn new(host: H, config: Config) -> Self {
        let http = Rc::new(Http::new(Rc::new(host), config));
        let events = Rc::new(Events::default());
        let session = Session::new(Rc::clone(&http), Rc::clone(&events));
        Self(Rc::new(Inner {
            http,
            session,
            events,
            reads: Reads::default(),
            closed: Abort::default(),
        }))
    }

    /// Where time, tasks and the authenticator come from.
    pub fn host(&self) -> &Rc<H> {
        self.0.http.host()
    }

    /// What the client was created with.
    pub fn config(&self) -> &Config {
        self.0.http.config()
    }

    /// The session.
    pub fn session(&self) -> &Session<H> {
        &self.0.session
    }

    /// Who is told of changes.
    pub fn events(&self) -> &Rc<Events> {
        &self.0.events
    }

    /// Fires when the client is closed.
    pub fn closed(&self) -> &Abort {
        &self.0.closed
    }

    /// Wipes the session and ends every call that is pending or comes later with `client_closed`; a ceremony takes its prompt along.
    pub fn close(&self) {
        let closed = Error::new(Code::ClientClosed, "the client is closed");
        self.0.closed.set(closed.clone());
        self.0.session.leave(closed);
        self.0.events.clear();
        self.0.http.clear_headers();
    }

    /// Begins a call: binds it to the present session at once, before anything else can happen to it.
    pub fn begin(&self) -> Result<Caller, Error> {
        self.0
            .closed
            .get()
            .map_or_else(|| self.0.session.begin(), Err)
    }

    /// Does a call's work until it ends, the caller's signal fires, or the client is closed.
    pub fn run<'a, T>(
        &self,
        signal: Option<Abort>,
        work: impl Future<Output = Result<T, Error>> + 'a,
    ) -> Race<'a, T> {
        let mut aborts = vec![self.0.closed.clone()];
        aborts.extend(signal);
        race(&aborts, work)
    }

    /// Renews the tokens now.
    pub fn refresh(
        &self,
        signal: Option<Abort>,
    ) -> impl Future<Output = Result<Rc<Profile>, Error>> + use<H> {
        let (api, caller) = (self.clone(), self.begin());
        async move {
            let caller = caller?;
            api.run(signal, api.0.session.refresh(&caller)).await
        }
    }

    /// Any endpoint of the API, in the name of the signed-in user.
    pub fn request(
        &self,
        call: Call<H::Json>,
        signal: Option<Abort>,
    ) -> impl Future<Output = Result<Option<H::Json>, Error>> + use<H> {
        let (api, caller) = (self.clone(), self.begin());
        async move {
            let caller = caller?;
            api.run(signal, api.authorised(&caller, &call)).await
        }
    }

    /// Sends in the name of nobody: sign-up and sign-in.
    pub async fn public(&self, call: &Call<H::Json>) -> Result<Option<H::Json>, Error> {
        let mut attempts = Attempts::default();
        loop {
            match self.0.http.exchange(call, None).await {
                Err(failed) => attempts.pause(&self.0.http, call, failed).await?,
                answer => return answer,
            }
        }
    }

    /// Sends with the session's token. Identical reads in flight are one request.
    pub async fn authorised(
        &self,
        caller: &Caller,
        call: &Call<H::Json>,
    ) -> Result<Option<H::Json>, Error> {
        if call.is_read() {
            return self.read(caller, call).await;
        }
        let _writing = Writing(&self.0.reads);
        self.attempt(caller, call).await
    }

    /// Sends until there is an answer that stands. After a 401 once more: with the token there is by now, or with a renewed one.
    async fn attempt(
        &self,
        caller: &Caller,
        call: &Call<H::Json>,
    ) -> Result<Option<H::Json>, Error> {
        let mut attempts = Attempts::default();
        let mut ticket = self.0.session.ticket(caller).await?;
        loop {
            let Ticket { serial, bearer } = ticket;
            let mut failed = match self.0.http.exchange(call, Some(bearer)).await {
                Err(failed) => failed,
                answer => return answer,
            };
            ticket = if attempts.replay(&mut failed) {
                self.0.session.replace(caller, serial).await?
            } else {
                attempts.pause(&self.0.http, call, failed).await?;
                self.0.session.ticket(caller).await?
            };
        }
    }
}

#[cfg(test)]
mod tests;
