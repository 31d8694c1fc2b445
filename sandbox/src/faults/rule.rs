//! A rule: which requests break, how many of them, and how.

use axum::http::Method;
use serde::Serialize;

use super::fault::Fault;
use super::form::Form;
use super::pattern::Pattern;
use crate::error::Refusal;

/// The most that can be counted down from.
const MOST: u32 = 1_000_000;

const METHODS: [(&str, &Method); 6] = [
    ("GET", &Method::GET),
    ("POST", &Method::POST),
    ("PUT", &Method::PUT),
    ("PATCH", &Method::PATCH),
    ("DELETE", &Method::DELETE),
    ("HEAD", &Method::HEAD),
];

/// A rule as it stands: `skip` and `times` are what is left of them.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Rule {
    pub(super) id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<Pattern>,
    skip: u32,
    times: u32,
    hits: u32,
    fault: Fault,
}

impl Rule {
    pub(crate) fn read(form: &Form) -> Result<Self, Refusal> {
        form.has_only(&["method", "path", "skip", "times", "fault"])?;
        let method = form.choice("method", &METHODS)?;
        let no_path = || {
            form.refusal(
                "path",
                "must be a path of the API, such as /v1*/auth/refresh",
            )
        };
        let path = form
            .text("path")?
            .map(|path| Pattern::new(path).ok_or_else(no_path));
        Ok(Self {
            id: 0,
            method: method.map(Method::as_str),
            path: path.transpose()?,
            skip: form.number("skip", 0..=MOST)?.unwrap_or(0),
            times: form.number("times", 1..=MOST)?.unwrap_or(1),
            hits: 0,
            fault: Fault::read(&form.object("fault")?)?,
        })
    }

    /// The fault, if this request is one of those to break; counts it, hit or let pass.
    pub(crate) fn take(&mut self, method: &Method, path: &str) -> Option<Fault> {
        let is_meant = self.method.is_none_or(|known| known == method.as_str())
            && self.path.as_ref().is_none_or(|known| known.matches(path));
        if !is_meant {
            return None;
        }
        if self.skip > 0 {
            self.skip = self.skip.saturating_sub(1);
            return None;
        }
        self.times = self.times.saturating_sub(1);
        self.hits = self.hits.saturating_add(1);
        Some(self.fault.clone())
    }

    pub(crate) fn is_over(&self) -> bool {
        self.times == 0
    }

    pub(crate) fn drops(&self) -> bool {
        self.fault.drops()
    }
}
