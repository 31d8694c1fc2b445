//! What the client gets to know, and what must follow from it.

use ibex_wallet_sdk::error::Code;

use crate::model::{End, Model, Session, TIMEOUT};
use crate::question::Question;
use crate::reply::{Failure, Outcome, Pair};

impl Model {
    /// The client gets an answer, or learns that none will come.
    pub(crate) fn delivered(&mut self, now: f64, flight: usize, outcome: Outcome) {
        self.flights[flight].outcome = Some((self.step, outcome));
        let question = self.flights[flight].question;
        if matches!(question, Question::Refresh { .. }) {
            return self.renewed(now, flight, outcome);
        }
        self.lands(now, flight, outcome);
        match outcome {
            Outcome::Tokens(pair) => self.signed_in(now, flight, pair),
            Outcome::Bad(Failure {
                status: Some(401), ..
            }) => self.refused(flight),
            _ => {}
        }
    }

    /// The client does not wait for the answer any more: its time is over, or nobody wants it.
    pub(crate) fn dropped(&mut self, now: f64, flight: usize) {
        if self.flights[flight].outcome.is_some() {
            return;
        }
        let late = now >= self.flights[flight].sent_at + TIMEOUT;
        let code = if late { Code::Timeout } else { Code::Aborted };
        let outcome = Outcome::Bad(Failure::silent(code));
        self.tell(|| format!("    request {flight} is dropped: {}", code.as_str()));
        let wanted = self.flights[flight]
            .effort
            .is_none_or(|effort| self.wants(effort) && !self.efforts[effort].vague);
        if !late && wanted && !self.closed {
            self.breaks(5, || {
                format!("request {flight} is dropped, and somebody waits for it")
            });
        }
        match late {
            true => self.tally.timeouts += 1,
            false => self.tally.aborted_requests += 1,
        }
        self.flights[flight].outcome = Some((self.step, outcome));
        if matches!(self.flights[flight].question, Question::Refresh { .. }) {
            self.renewed(now, flight, outcome);
        } else {
            self.lands(now, flight, outcome);
        }
    }

    /// Whether a caller waits whose signal has not fired, and whom nothing has overtaken.
    fn wants(&self, effort: usize) -> bool {
        self.pending.iter().any(|call| {
            let call = &self.calls[*call];
            call.efforts.contains(&effort) && !call.fired && !call.overtaken
        })
    }

    fn lands(&mut self, now: f64, flight: usize, outcome: Outcome) {
        let Some(effort) = self.flights[flight].effort else {
            return;
        };
        let step = self.step;
        let effort = &mut self.efforts[effort];
        if effort.flying == Some(flight) {
            effort.flying = None;
        }
        effort.last = None;
        if let Outcome::Bad(failure) = outcome {
            effort.last = Some((step, failure));
            effort.refused += usize::from(failure.status == Some(401));
            effort.rested +=
                usize::from(failure.status == Some(429) && failure.retry_after.is_some());
            let pause = failure
                .retry_after
                .map_or(0.0, |seconds| f64::from(seconds) * 1000.0);
            effort.not_before = now + pause;
        }
    }

    /// A request was answered 401.
    fn refused(&mut self, flight: usize) {
        let token = self.flights[flight].token;
        let (of, present) = (self.flights[flight].session, self.present);
        if of == present
            && let Some(session) = self.session()
            && token == Some(session.pair.access)
        {
            session.doubted = true;
        }
        let question = self.flights[flight].question;
        let effort = self.flights[flight]
            .effort
            .map(|effort| &self.efforts[effort]);
        let again = effort.is_some_and(|effort| effort.refused > 1 || effort.vague);
        self.reads_by_post |= again && matches!(question, Question::Data { .. });
    }

    /// A refresh came to something.
    fn renewed(&mut self, now: f64, flight: usize, outcome: Outcome) {
        let (step, present) = (self.step, self.present);
        let of = self.flights[flight].session;
        if let Some(of) = of {
            let session = &mut self.sessions[of];
            if session.refreshing == Some(flight) {
                session.refreshing = None;
            }
        }
        if of != present || of.is_none() {
            self.tally.late_refreshes += 1;
            return;
        }
        self.renewal = match outcome {
            Outcome::Bad(failure) => Some((step, Err(failure))),
            _ => Some((step, Ok(()))),
        };
        let Some(session) = self.session() else {
            return;
        };
        match outcome {
            Outcome::Tokens(pair) => {
                session.renewal = Some((step, Ok(())));
                session.pair = pair;
                session.received_at = now;
                session.troubled = false;
                session.held = None;
                session.doubted = false;
                let user = session.user;
                self.due.push(Some(user));
                self.tally.renewals += 1;
            }
            Outcome::Bad(failure) => {
                session.renewal = Some((step, Err(failure)));
                session.troubled = true;
                let seconds = failure.retry_after.map(f64::from);
                session.held = seconds.map(|seconds| (now + seconds * 1000.0, failure));
                session.doubted = false;
                if failure.refuses_tokens() {
                    self.tell(|| "    so the session is lost".to_owned());
                    self.end(End::Refused);
                    self.due.push(None);
                    self.tally.lost_sessions += 1;
                } else {
                    self.tally.failed_refreshes += 1;
                }
            }
            Outcome::Good => {}
        }
    }

    /// A sign-in brought tokens.
    fn signed_in(&mut self, now: f64, flight: usize, pair: Pair) {
        let effort = self.flights[flight].effort;
        let wanted = effort.is_some_and(|effort| self.wants(effort));
        if self.closed || !wanted {
            return self.breaks(5, || {
                format!("the answer to sign-in {flight} is read, and nobody wants it")
            });
        }
        self.end(End::ByUser);
        let user = self.server.sessions[pair.session];
        // Sessions are numbered by the server, and some never reach the client.
        while self.sessions.len() <= pair.session {
            let of = self.server.sessions[self.sessions.len()];
            self.sessions.push(Session {
                user: of,
                pair,
                received_at: now,
                end: Some(End::ByUser),
                refreshing: None,
                renewal: None,
                troubled: false,
                held: None,
                doubted: false,
            });
        }
        self.sessions[pair.session].pair = pair;
        self.sessions[pair.session].received_at = now;
        self.sessions[pair.session].end = None;
        self.present = Some(pair.session);
        self.due.push(Some(user));
        self.tally.sign_ins += 1;
    }
}
