//! What can go wrong with a request.

use fastrand::Rng;

use crate::question::Question;
use crate::reply::Reply;
use crate::server::Spoiling;
use crate::step::carry;
use crate::world::World;

/// A fault.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault {
    /// The connection breaks before it is carried out; it may be carried out yet.
    Breaks,
    /// It is carried out, and the answer is lost.
    Loses,
    /// It is not carried out.
    Refuses(u16),
    /// It is not carried out; the caller is to come again after so many seconds, or at a time.
    Defers {
        status: u16,
        seconds: u32,
        date: bool,
    },
    /// It is carried out, or not, and the answer says that it failed.
    Fails { status: u16, carried: bool },
    /// It is carried out, and the answer is spoiled, in some way.
    Spoils(Spoiling),
}

impl Fault {
    /// A fault by chance.
    pub(crate) fn choose(rng: &mut Rng) -> Self {
        let any = |rng: &mut Rng, statuses: &[u16]| rng.choice(statuses).copied().unwrap_or(500);
        match rng.u8(..100) {
            0..18 => Self::Breaks,
            18..32 => Self::Loses,
            32..42 => Self::Refuses(any(rng, &[401, 401, 401, 401, 403, 400])),
            42..62 => Self::Defers {
                status: any(rng, &[429, 429, 429, 503]),
                seconds: match rng.u8(..5) {
                    0 => 0,
                    1 => 600,
                    _ => rng.u32(1..=30),
                },
                date: rng.u8(..4) == 0,
            },
            62..68 => Self::Refuses(429),
            68..88 => Self::Fails {
                status: any(rng, &[500, 502, 503, 504]),
                carried: rng.bool(),
            },
            88..92 => Self::Spoils(Spoiling::CutsOff),
            92..96 => Self::Spoils(Spoiling::LeavesOut),
            _ => Self::Spoils(Spoiling::Confuses),
        }
    }

    /// It befalls a request.
    pub(crate) fn befall(self, world: &World, flight: usize) {
        // Who says that a request was not carried out does not lie.
        let carried = world.model.borrow().flights[flight].carried.is_some();
        let fault = match self {
            Self::Refuses(_) | Self::Defers { .. } if carried => Self::Loses,
            fault => fault,
        };
        fault.strikes(world, flight);
    }

    fn strikes(self, world: &World, flight: usize) {
        let carries = matches!(
            self,
            Self::Loses | Self::Spoils(_) | Self::Fails { carried: true, .. }
        );
        if carries {
            carry(world, flight);
        }
        let mut model = world.model.borrow_mut();
        if !model.is_waiting(flight) {
            return;
        }
        model.tell(|| format!("    request {flight}: {self:?}"));
        let tally = &mut model.tally;
        match self {
            Self::Breaks => tally.broken_requests += 1,
            Self::Loses => tally.lost_answers += 1,
            Self::Spoils(_) => tally.malformed += 1,
            Self::Refuses(_) | Self::Defers { .. } | Self::Fails { .. } => tally.refusals += 1,
        }
        let sent = &model.flights[flight];
        let renews = matches!(sent.question, Question::Refresh { .. });
        let carried = sent.carried.clone();
        drop(model);
        let reply = match (self, carried) {
            (Self::Breaks | Self::Loses, _) => Reply::none(),
            (Self::Refuses(status) | Self::Fails { status, .. }, _) => Reply::refusal(status),
            (
                Self::Defers {
                    status,
                    seconds,
                    date,
                },
                _,
            ) => Reply::wait(status, Some((seconds, words(world, seconds, date)))),
            (Self::Spoils(how), Some(reply)) => how.of(&reply, renews),
            (Self::Spoils(_), None) => return,
        };
        world.deliver(flight, reply);
    }
}

/// `Retry-After` in one of its forms.
fn words(world: &World, seconds: u32, date: bool) -> String {
    if !date {
        return seconds.to_string();
    }
    let epoch = 1e12 + world.timers.now() + world.skew.get();
    format!("date {} GMT", epoch + f64::from(seconds) * 1000.0)
}
