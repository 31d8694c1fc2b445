//! A fault, and how a request that it has taken goes.

use std::fmt;
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::{Serialize, Serializer};

use super::form::Form;
use super::kind::{KINDS, Kind};
use crate::body::Body;
use crate::error::Refusal;
use crate::routes::DRAIN_LIMIT;

/// The longest wait, in milliseconds: ten minutes.
const LONGEST: u32 = 600_000;

#[derive(Clone)]
pub(crate) struct Fault {
    name: &'static str,
    kind: Kind,
    /// Before the request is carried out, or broken.
    delay: Option<u32>,
    /// After that, before the answer goes.
    answer_delay: Option<u32>,
    given: Body,
}

/// An answer that never leaves: its connection ends instead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dropped;

impl Fault {
    pub(crate) fn read(form: &Form) -> Result<Self, Refusal> {
        let kinds: Vec<_> = KINDS.iter().map(|kind| (kind.name, kind)).collect();
        let kind = form.choice("kind", &kinds)?;
        let kind = kind.ok_or_else(|| form.required("kind"))?;
        let members = [&["kind", "delay", "answerDelay"], kind.members].concat();
        form.has_only(&members)?;
        let fault = Self {
            name: kind.name,
            kind: (kind.read)(form)?,
            delay: form.number("delay", 0..=LONGEST)?,
            answer_delay: form.number("answerDelay", 0..=LONGEST)?,
            given: form.given(),
        };
        if matches!(fault.kind, Kind::Latency) && fault.delay.or(fault.answer_delay).is_none() {
            return Err(form.refusal("delay", "or answerDelay is required"));
        }
        Ok(fault)
    }

    /// The word for it, as in `{"kind": "dropAfter"}`.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn drops(&self) -> bool {
        matches!(self.kind, Kind::DropBefore | Kind::DropAfter)
    }

    /// What becomes of a request: `next` carries it out, where the fault lets it get there.
    pub(crate) async fn befall(&self, request: Request, next: Next) -> Response {
        wait(self.delay).await;
        let response = match &self.kind {
            Kind::Latency => next.run(request).await,
            Kind::DropAfter => {
                next.run(request).await;
                dropped()
            }
            Kind::Damage(damage) => damage.done_to(next.run(request).await).await,
            Kind::DropBefore => {
                drain(request).await;
                dropped()
            }
            Kind::Status(status) => {
                drain(request).await;
                status.into_response()
            }
            Kind::Redirect(redirect) => {
                drain(request).await;
                redirect.into_response()
            }
        };
        wait(self.answer_delay).await;
        response
    }
}

fn dropped() -> Response {
    let mut response = Response::default();
    response.extensions_mut().insert(Dropped);
    response
}

pub(crate) fn is_dropped<B>(response: &axum::http::Response<B>) -> bool {
    response.extensions().get::<Dropped>().is_some()
}

async fn wait(milliseconds: Option<u32>) {
    if let Some(milliseconds) = milliseconds {
        tokio::time::sleep(Duration::from_millis(milliseconds.into())).await;
    }
}

/// Takes the body in, so that a client that is still writing does not see a broken pipe instead
/// of the fault. What it says, and whether it is too large, matters to nobody.
async fn drain(request: Request) {
    let _ = to_bytes(request.into_body(), DRAIN_LIMIT).await;
}

impl fmt::Display for Dropped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the connection was dropped by a fault")
    }
}

impl std::error::Error for Dropped {}

impl fmt::Debug for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

/// As it was sent.
impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.given.serialize(serializer)
    }
}
