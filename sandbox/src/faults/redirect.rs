//! A redirect to another origin, as a proxy in between may give it.

use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use url::Url;

use super::form::Form;
use crate::error::Refusal;
use crate::origin::{host_of_url, is_loopback};

#[derive(Clone)]
pub(crate) struct Redirect {
    status: StatusCode,
    location: HeaderValue,
}

impl Redirect {
    pub(crate) fn read(form: &Form) -> Result<Self, Refusal> {
        let status = match form.number("status", 302..=307)? {
            None | Some(307) => StatusCode::TEMPORARY_REDIRECT,
            Some(302) => StatusCode::FOUND,
            Some(_) => return Err(form.refusal("status", "must be 302 or 307")),
        };
        let location = form.text("location")?;
        let location = location.ok_or_else(|| form.required("location"))?;
        // A rule must not send a client's tokens off this machine.
        let is_local = host_of_url(&location).is_some_and(|host| is_loopback(&host));
        let location = Url::parse(&location).ok().filter(|_| is_local);
        let location = location.and_then(|url| HeaderValue::try_from(String::from(url)).ok());
        let foreign = || {
            form.refusal(
                "location",
                "must be an http or https URL of a loopback host",
            )
        };
        Ok(Self {
            status,
            location: location.ok_or_else(foreign)?,
        })
    }
}

impl IntoResponse for &Redirect {
    fn into_response(self) -> Response {
        (self.status, [(LOCATION, self.location.clone())]).into_response()
    }
}
