//! Which effort a request or a call belongs to, and whether it may go on.
//!
//! An effort is what one call does to get an answer, or what all identical reads do together. Requests for the same
//! question are told apart by the task that sends them; where that is not enough, efforts become one that is vague, and
//! less is asked of it.

use crate::model::{ATTEMPTS, Effort, Model, TIMEOUT, Wish};
use crate::question::Question;

impl Model {
    /// The effort that a request belongs to.
    pub(crate) fn effort_of(&mut self, question: Question, task: Option<usize>) -> Option<usize> {
        let waiting = self.pending.iter().map(|call| &self.calls[*call]);
        let waiting = waiting.filter(|call| call.session == self.present && !call.fired);
        let mut same: Vec<usize> = waiting
            .filter_map(|call| call.efforts.first().copied())
            .collect();
        same.retain(|effort| {
            let effort = &self.efforts[*effort];
            effort.question == question && (effort.goes_on() || effort.vague)
        });
        same.sort_unstable();
        same.dedup();
        let (known, new): (Vec<usize>, Vec<usize>) = same
            .iter()
            .filter(|effort| {
                let of = self.efforts[**effort].task;
                of == task || of.is_none()
            })
            .partition(|effort| self.efforts[**effort].task.is_some());
        if known.is_empty() && new.len() > 1 {
            self.merge(&new);
        }
        let effort = known.first().or(new.first()).or(same.first()).copied();
        if let Some(effort) = effort {
            // One that is vague may have several.
            self.efforts[effort].task = task.filter(|_| !self.efforts[effort].vague);
            return Some(effort);
        }
        // Not to be told apart by what they ask, but by who sends them.
        let call = *self
            .pending
            .iter()
            .find(|call| self.calls[**call].task == task)?;
        let fits = match (self.calls[call].wish, question) {
            (Wish::SignIn { .. }, Question::Challenge) => true,
            (Wish::SignIn { user }, Question::SignIn { user: named }) => user == named,
            (Wish::Data, Question::DataByPost { .. }) => true,
            _ => false,
        };
        if !fits || self.calls[call].fired {
            return None;
        }
        if matches!(question, Question::DataByPost { .. }) && !self.reads_by_post {
            self.breaks(7, || {
                "a write is the read, but no fresh token was refused".to_owned()
            });
        }
        let known = |effort: &&usize| self.efforts[**effort].question == question;
        if let Some(effort) = self.calls[call].efforts.iter().find(known) {
            return Some(*effort);
        }
        let session = self.calls[call].session;
        let effort = self.try_for(question, session);
        self.efforts[effort].task = task;
        self.calls[call].efforts.push(effort);
        Some(effort)
    }

    /// Which of these efforts for the same question something is for cannot be told: they become one.
    fn merge(&mut self, efforts: &[usize]) {
        let one = efforts[0];
        self.efforts[one].vague = true;
        self.efforts[one].task = None;
        self.efforts[one].sends = efforts
            .iter()
            .map(|effort| self.efforts[*effort].sends)
            .max()
            .unwrap_or(0);
        for call in &self.pending {
            for effort in self.calls[*call]
                .efforts
                .iter_mut()
                .filter(|effort| efforts.contains(effort))
            {
                *effort = one;
            }
        }
        for flight in &self.open {
            let flight = &mut self.flights[*flight];
            flight.effort = flight.effort.map(|effort| {
                if efforts.contains(&effort) {
                    one
                } else {
                    effort
                }
            });
        }
    }

    /// A new effort.
    pub(crate) fn try_for(&mut self, question: Question, session: Option<usize>) -> usize {
        self.efforts.push(Effort {
            question,
            task: None,
            stale: false,
            vague: false,
            session,
            sends: 0,
            flying: None,
            last: None,
            refused: 0,
            rested: 0,
            not_before: 0.0,
        });
        self.efforts.len() - 1
    }

    /// The effort for this question that is under way.
    pub(crate) fn join(&mut self, question: Question) -> Option<usize> {
        let under_way = self.pending.iter().filter(|call| !self.calls[**call].fired);
        let mut same: Vec<usize> = under_way
            .filter_map(|call| self.calls[*call].efforts.first().copied())
            .collect();
        same.retain(|effort| {
            let effort = &self.efforts[*effort];
            let open = effort.vague || !effort.stale && effort.goes_on();
            effort.question == question && effort.session == self.present && open
        });
        same.sort_unstable();
        same.dedup();
        if same.len() > 1 {
            self.merge(&same);
        }
        same.first().copied()
    }
}

impl Effort {
    /// Whether its answer is still to come.
    pub(crate) fn goes_on(&self) -> bool {
        self.sends == 0 || self.flying.is_some() || self.sends < ATTEMPTS && self.again()
    }

    /// Whether it may be sent again, after what came of it the last time.
    pub(crate) fn again(&self) -> bool {
        let Some((_, failure)) = self.last else {
            return false;
        };
        let in_time = failure
            .retry_after
            .is_none_or(|seconds| f64::from(seconds) * 1000.0 <= TIMEOUT);
        let authorised = !self.question.is_public();
        self.sends <= ATTEMPTS
            && match failure.status {
                Some(401) => authorised && self.refused == 1,
                Some(429) if !self.question.is_read() => {
                    failure.retry_after.is_some() && in_time && self.rested == 1
                }
                _ => self.question.is_read() && failure.may_pass() && in_time,
            }
    }
}
