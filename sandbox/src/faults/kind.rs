//! The kinds of faults, by their names on the wire.

use super::damage::Damage;
use super::form::Form;
use super::redirect::Redirect;
use super::status::Status;
use crate::error::Refusal;

#[derive(Clone)]
pub(crate) enum Kind {
    /// Nothing but the wait that every fault may have.
    Latency,
    /// The connection ends, and the request is not carried out.
    DropBefore,
    /// The request is carried out, and its answer is lost.
    DropAfter,
    /// A refusal; the request is not carried out.
    Status(Status),
    /// The request is sent elsewhere, and not carried out.
    Redirect(Redirect),
    /// The request is carried out, and its answer is damaged on its way.
    Damage(Damage),
}

/// How a kind is written.
pub(crate) struct Spelling {
    pub(crate) name: &'static str,
    /// Its own members, beside those that every fault may have.
    pub(crate) members: &'static [&'static str],
    pub(crate) read: fn(&Form) -> Result<Kind, Refusal>,
}

pub(crate) const KINDS: [Spelling; 13] = [
    plain("latency", |_| Ok(Kind::Latency)),
    plain("dropBefore", |_| Ok(Kind::DropBefore)),
    plain("dropAfter", |_| Ok(Kind::DropAfter)),
    Spelling {
        name: "status",
        members: &["status", "body", "retryAfter", "retryAfterForm"],
        read: |form| Status::read(form).map(Kind::Status),
    },
    Spelling {
        name: "redirect",
        members: &["status", "location"],
        read: |form| Redirect::read(form).map(Kind::Redirect),
    },
    plain("truncatedBody", |_| Ok(Kind::Damage(Damage::TruncatedBody))),
    plain("stall", |_| Ok(Kind::Damage(Damage::Stall))),
    plain("truncatedJson", |_| Ok(Kind::Damage(Damage::TruncatedJson))),
    plain("malformedJson", |_| Ok(Kind::Damage(Damage::MalformedJson))),
    plain("html", |_| Ok(Kind::Damage(Damage::Html))),
    plain("wrongType", |_| Ok(Kind::Damage(Damage::WrongType))),
    plain("empty", |_| Ok(Kind::Damage(Damage::Empty))),
    Spelling {
        name: "json",
        members: &["value"],
        read: |form| {
            let value = form.raw("value").ok_or_else(|| form.required("value"))?;
            Ok(Kind::Damage(Damage::Json(value.to_owned())))
        },
    },
];

/// A kind that has no members of its own.
const fn plain(name: &'static str, read: fn(&Form) -> Result<Kind, Refusal>) -> Spelling {
    Spelling {
        name,
        members: &[],
        read,
    }
}
