//! What the simulation knows of the world by the rules alone: sessions, calls, requests, and what was heard of them.

use ibex_wallet_sdk::ports::Abort;

use crate::question::Question;
use crate::reply::{Failure, Outcome, Pair, Reply};
use crate::server::Server;
use crate::tally::Tally;

/// Milliseconds for one request.
pub(crate) const TIMEOUT: f64 = 30_000.0;
/// Milliseconds before the expiry at which a token is renewed.
pub(crate) const MARGIN: f64 = 300_000.0;
/// How often one call is sent, all in all.
pub(crate) const ATTEMPTS: usize = 3;

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// The user signed out, or in again.
    ByUser,
    /// A refresh was refused.
    Refused,
    Closed,
}

/// A session as the client got it from a sign-in.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) user: usize,
    /// The newest tokens that arrived.
    pub(crate) pair: Pair,
    pub(crate) received_at: f64,
    pub(crate) end: Option<End>,
    /// The refresh in flight.
    pub(crate) refreshing: Option<usize>,
    /// What the last refresh came to, and in which step.
    pub(crate) renewal: Option<(usize, Result<(), Failure>)>,
    /// A renewal failed since the newest tokens came: they are used as long as they are good.
    pub(crate) troubled: bool,
    /// The API does not want to be asked for tokens before that time, and what it said.
    pub(crate) held: Option<(f64, Failure)>,
    /// The newest access token was answered 401.
    pub(crate) doubted: bool,
}

/// What one call, or all identical reads together, do to get an answer.
#[derive(Debug)]
pub(crate) struct Effort {
    pub(crate) question: Question,
    /// The task that sends; what tells two efforts for the same question apart.
    pub(crate) task: Option<usize>,
    /// A write has ended since it began: its answer may not know of it, so nobody joins any more.
    pub(crate) stale: bool,
    /// A write has ended that was never sent: whether anybody joins is left open.
    pub(crate) vague: bool,
    pub(crate) session: Option<usize>,
    pub(crate) sends: usize,
    /// The request in flight.
    pub(crate) flying: Option<usize>,
    /// What the last request came to, and in which step.
    pub(crate) last: Option<(usize, Failure)>,
    pub(crate) refused: usize,
    pub(crate) rested: usize,
    /// When it may be sent again at the earliest.
    pub(crate) not_before: f64,
}

/// What a caller asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    Shared {
        path: usize,
        query: usize,
        header: usize,
    },
    Single,
    Post,
    Data,
    Set,
    Refresh,
    SignIn {
        user: usize,
    },
}

/// A call.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) wish: Wish,
    /// The task that waits for it.
    pub(crate) task: Option<usize>,
    /// The session that it was made in.
    pub(crate) session: Option<usize>,
    pub(crate) since: usize,
    /// The step in which the last write succeeded before it began.
    pub(crate) knows: usize,
    pub(crate) signal: Option<Abort>,
    pub(crate) fired: bool,
    /// A sign-in that a newer one has overtaken, or a sign-out: the last word counts.
    pub(crate) overtaken: bool,
    pub(crate) efforts: Vec<usize>,
    pub(crate) settled: bool,
}

/// A request that was sent.
#[derive(Debug)]
pub(crate) struct Flight {
    pub(crate) question: Question,
    pub(crate) sent_at: f64,
    pub(crate) sent_in: usize,
    pub(crate) token: Option<usize>,
    pub(crate) session: Option<usize>,
    pub(crate) effort: Option<usize>,
    /// What the server made of it.
    pub(crate) carried: Option<Reply>,
    /// What became of it for the client, and in which step.
    pub(crate) outcome: Option<(usize, Outcome)>,
    /// Objects that were handed to callers.
    pub(crate) handed: Vec<crate::json::Json>,
}

/// Everything that is known.
#[derive(Default)]
pub(crate) struct Model {
    pub(crate) step: usize,
    /// The first rule that was broken.
    pub(crate) broken: Option<String>,
    /// The story, where somebody will read it.
    pub(crate) story: Option<Vec<String>>,
    pub(crate) tally: Tally,
    pub(crate) server: Server,
    pub(crate) sessions: Vec<Session>,
    pub(crate) present: Option<usize>,
    /// What the last refresh of a present session came to, and in which step.
    pub(crate) renewal: Option<(usize, Result<(), Failure>)>,
    pub(crate) closed: bool,
    /// The API refused the read of user data with a token that was fresh; since then a write is the read.
    pub(crate) reads_by_post: bool,
    pub(crate) efforts: Vec<Effort>,
    pub(crate) calls: Vec<Call>,
    /// The calls that are not settled.
    pub(crate) pending: Vec<usize>,
    pub(crate) flights: Vec<Flight>,
    /// Requests that the client waits for, or that may yet be carried out.
    pub(crate) open: Vec<usize>,
    /// Who the listeners must hear of, and whom they have heard of.
    pub(crate) due: Vec<Option<usize>>,
    pub(crate) heard: Vec<Option<usize>>,
    /// Writes that reported success.
    pub(crate) written: Vec<usize>,
    /// The step in which the last one did.
    pub(crate) wrote_in: usize,
}

impl Model {
    /// A rule is broken. Only the first one counts.
    pub(crate) fn breaks(&mut self, rule: u8, what: impl FnOnce() -> String) {
        if self.broken.is_none() {
            self.broken = Some(format!("invariant {rule}: {}", what()));
        }
    }

    /// Tells the story, where somebody reads it.
    pub(crate) fn tell(&mut self, what: impl FnOnce() -> String) {
        let step = self.step;
        if let Some(story) = self.story.as_mut().filter(|_| self.broken.is_none()) {
            story.push(format!("{step:>6}  {}", what()));
        }
    }

    /// The session that the client is in.
    pub(crate) fn session(&mut self) -> Option<&mut Session> {
        self.sessions.get_mut(self.present?)
    }

    /// Who the session is of.
    pub(crate) fn user(&self) -> Option<usize> {
        Some(self.sessions.get(self.present?)?.user)
    }

    /// Ends the session; says whether there was one.
    pub(crate) fn end(&mut self, end: End) -> bool {
        let Some(session) = self.session() else {
            return false;
        };
        session.end = Some(end);
        self.present = None;
        true
    }

    /// The sign-ins that are under way.
    pub(crate) fn signing_in(&mut self) -> impl Iterator<Item = &mut Call> {
        let calls = self.calls.iter_mut();
        calls.filter(|call| !call.settled && matches!(call.wish, Wish::SignIn { .. }))
    }
}
