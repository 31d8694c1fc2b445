//! What is checked when a call settles: that it may, now, and with this.

use ibex_wallet_sdk::error::{Code, Error};
use ibex_wallet_sdk::ports::Value;

use crate::json::Json;
use crate::model::{ATTEMPTS, Call, End, Model, Wish};
use crate::question::{Question, user_id};
use crate::reply::{Failure, Outcome};

/// What a call resolved with.
#[derive(Debug)]
pub(crate) enum Given {
    Answer(Option<Json>),
    /// A write has no answer.
    Nothing,
    /// A session, and whose it is.
    Session(String),
}

impl Model {
    /// A call has settled.
    pub(crate) fn settled(&mut self, call: usize, result: &Result<Given, Error>) {
        self.tell(|| match result {
            Ok(_) => format!("    call {call} succeeds"),
            Err(error) => format!("    call {call} fails: {}", error.code.as_str()),
        });
        if std::mem::replace(&mut self.calls[call].settled, true) {
            self.breaks(5, || format!("call {call} has settled twice"));
        }
        match result {
            Ok(given) => self.succeeds(call, given),
            Err(error) => self.fails(call, error),
        }
        self.pending.retain(|pending| *pending != call);
        self.outdates(call);
    }

    /// A write that ends makes the reads in flight old: whoever asks now wants to know of it.
    fn outdates(&mut self, call: usize) {
        let call = &self.calls[call];
        let efforts = call.efforts.iter().map(|effort| &self.efforts[*effort]);
        let sent = efforts
            .filter(|effort| !effort.question.is_read())
            .any(|effort| effort.sends > 0);
        if !matches!(call.wish, Wish::Post | Wish::Set | Wish::Data) {
            return;
        }
        let by_post = self.reads_by_post;
        if call.wish == Wish::Data && !sent && !by_post {
            return;
        }
        for call in &self.pending {
            for effort in &self.calls[*call].efforts {
                let effort = &mut self.efforts[*effort];
                effort.stale |= sent;
                effort.vague |= !sent;
            }
        }
    }

    fn succeeds(&mut self, call: usize, given: &Given) {
        self.tally.successes += 1;
        if self.calls[call].fired {
            self.breaks(5, || format!("call {call} succeeds after its signal"));
        }
        if self.closed {
            self.breaks(5, || format!("call {call} succeeds after close()"));
        }
        match (self.calls[call].wish, given) {
            (Wish::Set, Given::Nothing) => {
                self.written.push(call);
                self.wrote_in = self.step;
                if self.answers_now(call).is_none() {
                    self.breaks(5, || format!("write {call} succeeds without an answer"));
                }
            }
            (Wish::SignIn { .. } | Wish::Refresh, Given::Session(user)) => self.brings(call, user),
            (_, Given::Answer(Some(answer))) => self.answers(call, answer),
            (_, given) => self.breaks(4, || format!("call {call} got {given:?}")),
        }
    }

    /// A session is handed to a caller.
    fn brings(&mut self, call: usize, user: &str) {
        let step = self.step;
        let now = self.user().map(user_id);
        if now.as_deref() != Some(user) {
            self.breaks(4, || {
                format!("call {call} got the session of {user}, the present one is {now:?}")
            });
        }
        let came = match self.calls[call].wish {
            Wish::Refresh => {
                let same = self.calls[call].session == self.present;
                let renewal = self.session().and_then(|session| session.renewal);
                same && renewal == Some((step, Ok(())))
            }
            _ => self.answers_now(call).is_some(),
        };
        if !came {
            self.breaks(5, || format!("call {call} succeeds without an answer"));
        }
    }

    /// The good answer that came to a call in this step.
    fn answers_now(&self, call: usize) -> Option<usize> {
        let step = self.step;
        let efforts = &self.calls[call].efforts;
        let good = |flight: &Option<(usize, Outcome)>| matches!(flight, Some((at, Outcome::Good | Outcome::Tokens(_))) if *at == step);
        self.flights.iter().rposition(|flight| {
            good(&flight.outcome)
                && flight
                    .effort
                    .is_some_and(|effort| efforts.contains(&effort))
        })
    }

    fn answers(&mut self, call: usize, answer: &Json) {
        let Some(flight) = answer
            .whole("request")
            .filter(|flight| *flight < self.flights.len())
        else {
            return self.breaks(4, || format!("call {call} got {answer:?}"));
        };
        let asked = self.flights[flight].question;
        let session = self.calls[call].session;
        let user = session.map(|session| self.server.sessions[session]);
        if answer.get("user").and_then(|user| user.text()) != user.map(user_id)
            || answer.whole("session") != session
            || answer.get("private.key").is_some()
        {
            self.breaks(4, || {
                format!("call {call} of session {session:?} got {answer:?}")
            });
        }
        let efforts = self.calls[call].efforts.iter();
        let questions: Vec<Question> = efforts
            .map(|effort| self.efforts[*effort].question)
            .collect();
        if self.flights[flight].sent_in < self.calls[call].knows {
            self.breaks(4, || {
                format!("call {call} got an answer that was asked for before the last write")
            });
        }
        if !questions.contains(&asked) {
            self.breaks(4, || {
                format!("call {call} asked {questions:?} and got the answer to {asked:?}")
            });
        }
        if self.answers_now(call) != Some(flight) {
            self.breaks(5, || {
                format!("call {call} got the answer of request {flight} at another time")
            });
        }
        let handed = &mut self.flights[flight].handed;
        let same = handed.iter().any(|other| {
            let inner = other.get("nested").zip(answer.get("nested"));
            other.is(answer) || inner.is_some_and(|(one, two)| one.is(&two))
        });
        handed.push(answer.clone());
        if handed.len() == 2 {
            self.tally.shared += 1;
        }
        if same {
            self.breaks(4, || {
                format!("call {call} got the object that another caller has")
            });
        }
    }

    fn fails(&mut self, number: usize, error: &Error) {
        self.tally.failures += 1;
        let call = &self.calls[number];
        let end = call.session.map(|session| self.sessions[session].end);
        let reason = match error.code {
            Code::Aborted => call.fired || call.overtaken,
            Code::ClientClosed => self.closed,
            // A listener signed out when it heard of the sign-in.
            Code::NotSignedIn if matches!(call.wish, Wish::SignIn { .. }) => {
                self.present.is_none() && self.answers_now(number).is_some()
            }
            Code::NotSignedIn => matches!(end, None | Some(Some(End::ByUser))),
            Code::SessionExpired => end == Some(Some(End::Refused)),
            _ => self.fails_now(call, error),
        };
        if !reason {
            let call = format!("{call:?}");
            self.breaks(5, || {
                format!("call {number} fails without a reason: {error:?}; {call}")
            });
        }
    }

    /// Whether a failure arrived in this step, at this call or at a renewal that it waited for, and may be passed on.
    fn fails_now(&self, call: &Call, error: &Error) -> bool {
        let says = |failure: Failure| failure.is_told_by(error);
        let renewal = call
            .session
            .and_then(|session| self.sessions[session].renewal);
        if matches!(renewal, Some((at, Err(failure))) if at == self.step && says(failure)) {
            return true;
        }
        // Nobody may ask for tokens yet; the time that is left is told.
        let held = call.session.and_then(|session| self.sessions[session].held);
        if held.is_some_and(|(_, said)| {
            (said.code, said.status) == (error.code, error.status)
                && error
                    .retry_after
                    .is_some_and(|left| said.retry_after >= Some(left))
        }) {
            return true;
        }
        call.efforts.iter().any(|effort| {
            let effort = &self.efforts[*effort];
            matches!(effort.last, Some((at, failure)) if at == self.step && says(failure))
                && (effort.vague
                    || effort.flying.is_none() && (!effort.again() || effort.sends >= ATTEMPTS))
        })
    }
}
