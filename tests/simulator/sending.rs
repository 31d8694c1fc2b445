//! What is checked when a request leaves: its token, its reason, its turn.

use crate::model::{ATTEMPTS, Flight, MARGIN, Model, Wish};
use crate::question::{Question, number};
use crate::reply::{Failure, Outcome};

/// Milliseconds that floats may lose.
const FLOAT: f64 = 0.01;

impl Model {
    /// A request leaves; `task` is who sends it. Gives its number.
    pub(crate) fn sent(
        &mut self,
        now: f64,
        task: Option<usize>,
        question: Question,
        bearer: Option<&str>,
    ) -> usize {
        let flight = self.flights.len();
        let token = bearer.and_then(number);
        self.tell(|| {
            let bearer = bearer.unwrap_or("no token");
            format!("    request {flight} leaves: {question:?} with {bearer}")
        });
        if self.closed {
            self.breaks(3, || format!("request {flight} leaves after close()"));
        }
        match question {
            Question::Refresh { token } => self.renews(now, flight, token),
            _ if question.is_public() => {}
            _ => self.authorised(now, flight, question, token),
        }
        if question.is_public() && bearer.is_some() {
            self.breaks(3, || {
                format!("request {flight} carries a token and is public")
            });
        }
        let effort = match question {
            Question::Refresh { .. } => None,
            _ => self.effort_of(question, task),
        };
        match effort {
            Some(effort) => self.tries(now, flight, effort),
            None if matches!(question, Question::Refresh { .. }) => {}
            None => self.breaks(8, || {
                format!("nobody waits for request {flight}: {question:?}")
            }),
        }
        self.tally.requests += 1;
        self.flights.push(Flight {
            question,
            sent_at: now,
            sent_in: self.step,
            token,
            session: match question {
                Question::Challenge | Question::SignIn { .. } => None,
                _ => self.present,
            },
            effort,
            carried: None,
            outcome: None,
            handed: Vec::new(),
        });
        self.open.push(flight);
        flight
    }

    fn authorised(&mut self, now: f64, flight: usize, question: Question, token: Option<usize>) {
        let Some(token) = token else {
            return self.breaks(3, || format!("request {flight} has no token"));
        };
        let of = self.server.session_of(token);
        let Some(session) = self.session() else {
            return self.breaks(3, || {
                format!("request {flight} leaves, and nobody is signed in")
            });
        };
        let (user, newest, troubled) = (session.user, session.pair.access, session.troubled);
        let ends_at = session.received_at + session.pair.life;
        if of != self.present {
            let present = self.present;
            return self.breaks(3, || {
                format!(
                    "request {flight} has a token of session {of:?}, the present one is {present:?}"
                )
            });
        }
        if token != newest {
            self.breaks(3, || {
                format!("request {flight} has a{token}, the newest token is a{newest}")
            });
        }
        if now >= ends_at {
            self.breaks(3, || {
                format!("request {flight} has a token that has expired")
            });
        }
        if now > ends_at - MARGIN + FLOAT && !troubled {
            self.breaks(3, || {
                format!("request {flight} has a token that was to be renewed")
            });
        }
        if let Question::Data { user: named }
        | Question::DataByPost { user: named }
        | Question::Set { user: named, .. } = question
            && named != user
        {
            self.breaks(3, || {
                format!("request {flight} names u{named} in the session of u{user}")
            });
        }
    }

    /// A refresh leaves.
    fn renews(&mut self, now: f64, flight: usize, token: usize) {
        let (step, of) = (self.step, self.server.session_of(token));
        let asked = self.pending.iter().any(|call| {
            let call = &self.calls[*call];
            call.wish == Wish::Refresh && call.since == step
        });
        let Some(session) = self.present.filter(|present| Some(*present) == of) else {
            return self.breaks(3, || {
                format!("request {flight} has r{token} of session {of:?}")
            });
        };
        let before = self
            .flights
            .iter()
            .rposition(|sent| sent.question == Question::Refresh { token });
        let unclear = before.is_none_or(|before| match self.flights[before].outcome {
            Some((_, Outcome::Bad(failure))) => !failure.refuses_tokens(),
            _ => false,
        });
        let session = &mut self.sessions[session];
        let due = now + FLOAT >= session.received_at + session.pair.life - MARGIN;
        let (flying, newest) = (session.refreshing.replace(flight), session.pair.refresh);
        let reason = asked || due || session.doubted;
        let early = session
            .held
            .filter(|(until, _)| !asked && now + FLOAT < *until);
        if let Some(other) = flying {
            self.breaks(1, || {
                format!("refresh {flight} leaves while {other} is in flight")
            });
        }
        if !unclear || token != newest {
            self.breaks(2, || format!("r{token} is sent again, it was sent with request {before:?}; the newest is r{newest}"));
        }
        if let Some((until, _)) = early {
            self.breaks(8, || {
                format!("refresh {flight} leaves at {now}, Retry-After says {until}")
            });
        }
        if !reason {
            self.breaks(1, || {
                format!("refresh {flight} leaves, and nobody needs it")
            });
        }
        if before.is_some() {
            self.tally.resent_refreshes += 1;
        }
        self.tally.refreshes += 1;
    }

    fn tries(&mut self, now: f64, flight: usize, effort: usize) {
        if let Question::Set { call, .. } = self.efforts[effort].question
            && let Some(earlier) = self.earlier_set(call)
        {
            self.breaks(7, || {
                format!("write {call} leaves before write {earlier} has settled")
            });
        }
        let effort = &mut self.efforts[effort];
        effort.sends += 1;
        let (sends, not_before, question) = (effort.sends, effort.not_before, effort.question);
        let parallel = effort.flying.replace(flight);
        let last = effort.last.map(|(_, failure)| failure);
        let allowed = sends == 1 || effort.again();
        if effort.vague {
            return;
        }
        if let Some(parallel) = parallel {
            self.breaks(8, || {
                format!("request {flight} is the same as {parallel}, which is in flight")
            });
        }
        if sends > ATTEMPTS {
            self.breaks(8, || {
                format!("request {flight} is attempt {sends} of {question:?}")
            });
        }
        if !allowed {
            self.breaks(8, || {
                format!("request {flight} repeats {question:?} after {last:?}")
            });
        }
        if now < not_before {
            self.breaks(8, || {
                format!("request {flight} leaves at {now}, Retry-After says {not_before}")
            });
        }
        match last {
            Some(Failure {
                status: Some(401), ..
            }) => self.tally.replays += 1,
            Some(Failure {
                retry_after: Some(_),
                ..
            }) => self.tally.waited += 1,
            Some(_) => self.tally.retries += 1,
            None => {}
        }
    }

    /// A write of user data that was called before this one and has not settled.
    pub(crate) fn earlier_set(&self, call: usize) -> Option<usize> {
        let before = |earlier: &&usize| **earlier < call && self.calls[**earlier].wish == Wish::Set;
        self.pending.iter().find(before).copied()
    }
}
