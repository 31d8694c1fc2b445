//! A refusal that a server, or what stands before it, gives without carrying the request out.

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};

use super::form::Form;
use super::retry_after::RetryAfter;
use crate::error::Refusal;

#[derive(Clone)]
pub(crate) struct Status {
    status: StatusCode,
    with_body: bool,
    retry_after: Option<RetryAfter>,
}

impl Status {
    pub(crate) fn read(form: &Form) -> Result<Self, Refusal> {
        let status = form.number("status", 400..=599)?;
        let status =
            status.and_then(|status| StatusCode::from_u16(u16::try_from(status).ok()?).ok());
        let with_body = form.choice("body", &[("api", true), ("none", false)])?;
        Ok(Self {
            status: status.ok_or_else(|| form.required("status"))?,
            with_body: with_body.unwrap_or(true),
            retry_after: RetryAfter::read(form)?,
        })
    }
}

impl IntoResponse for &Status {
    fn into_response(self) -> Response {
        let mut response = if self.with_body {
            Refusal::new(self.status, "This is a fault that was asked for").into_response()
        } else {
            self.status.into_response()
        };
        if let Some(value) = self.retry_after.as_ref().and_then(RetryAfter::value) {
            response.headers_mut().insert(RETRY_AFTER, value);
        }
        response
    }
}
