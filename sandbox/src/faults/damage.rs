//! Damage that an answer takes on its way, after its request was carried out.
//!
//! An answer without a body has nothing to damage; it is taken for a 200 with `{}`.

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::value::RawValue;

use super::half::Half;

const PAGE: &str = "<!doctype html>\n<html><head><title>Welcome</title></head>\
    <body><h1>It works!</h1></body></html>\n";

#[derive(Clone)]
pub(crate) enum Damage {
    /// Half of the body that `Content-Length` announces, then the connection ends.
    TruncatedBody,
    /// Half of the body that `Content-Length` announces, then nothing, and no end.
    Stall,
    /// Half of the JSON, in a body that is whole.
    TruncatedJson,
    /// JSON with a bracket too many.
    MalformedJson,
    /// A page with status 200: what a proxy answers that points elsewhere.
    Html,
    /// The right JSON, said to be text.
    WrongType,
    /// Status 200 and no body.
    Empty,
    /// Status 200 and this JSON.
    Json(Box<RawValue>),
}

impl Damage {
    pub(crate) async fn done_to(&self, response: Response) -> Response {
        let (mut head, body) = response.into_parts();
        // Answers are in memory, so this cannot fail.
        let mut bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
        if bytes.is_empty() {
            head.status = StatusCode::OK;
            bytes = Bytes::from_static(b"{}");
        }
        if matches!(self, Self::Html | Self::Empty | Self::Json(_)) {
            head.status = StatusCode::OK;
        }
        let content_type = match self {
            Self::Html => "text/html; charset=utf-8",
            Self::WrongType => "text/plain; charset=utf-8",
            _ => "application/json; charset=utf-8",
        };
        let content_type = HeaderValue::from_static(content_type);
        head.headers.remove(CONTENT_LENGTH);
        head.headers.insert(CONTENT_TYPE, content_type);
        Response::from_parts(head, self.damaged(bytes))
    }

    fn damaged(&self, mut bytes: Bytes) -> Body {
        match self {
            Self::TruncatedBody => Body::new(Half::then_the_end(bytes)),
            Self::Stall => Body::new(Half::then_nothing(bytes)),
            Self::TruncatedJson => {
                bytes.truncate(bytes.len().div_ceil(2));
                Body::from(bytes)
            }
            Self::MalformedJson => Body::from([&bytes[..], b"}"].concat()),
            Self::Html => Body::from(PAGE),
            Self::WrongType => Body::from(bytes),
            Self::Empty => Body::empty(),
            Self::Json(value) => Body::from(value.get().to_owned()),
        }
    }
}
