//! The options of `createClient`.

use web_sys::Url;

use crate::config::{AuthHeader, BaseUrl, Config, UrlParts, check_header};
use crate::error::Error;
use crate::ports::{Pairs, Value};

use super::super::value::Js;
use super::Options;

/// Milliseconds.
const TIMEOUT: f64 = 30_000.0;
/// Seconds.
const REFRESH_MARGIN: f64 = 300.0;
/// Milliseconds; nothing here is meant to wait longer.
const DAY: f64 = 86_400_000.0;

pub(in super::super) fn client_options(given: &Js) -> Result<Config, Error> {
    let options = Options::of(given)?;
    let rp_id = options.text("rpId")?;
    let api_key = options.text("apiKey")?;
    let chain_id = options.whole("chainId")?;
    let auth_header = options.text("authHeader")?;
    let timeout = options.number("timeout")?;
    let margin = options.number("refreshMargin")?;

    let own = [
        ("X-RpId", "rpId", rp_id.clone()),
        ("x-api-key", "apiKey", api_key),
        (
            "X-Blockchain-Id",
            "chainId",
            chain_id.and_then(|id| Js(id.into()).json().map(String::from)),
        ),
    ];
    let mut own_headers = Pairs::new();
    for (name, field, value) in own {
        if let Some(value) = value {
            if value.is_empty() {
                return Err(Error::invalid_argument(field, "is empty"));
            }
            check_header(field, name, &value)?;
            own_headers.push((name.to_owned(), value));
        }
    }
    Ok(Config {
        base_url: base_url(&options)?,
        rp_id,
        auth_header: auth_header
            .as_deref()
            .map_or(Ok(AuthHeader::default()), self::auth_header)?,
        timeout: duration("timeout", timeout.unwrap_or(TIMEOUT)).and_then(|ms| {
            if ms > 0.0 {
                Ok(ms)
            } else {
                Err(Error::invalid_argument("timeout", "must be more than 0"))
            }
        })?,
        refresh_margin: duration("refreshMargin", margin.unwrap_or(REFRESH_MARGIN) * 1000.0)?,
        headers: headers(&options)?,
        own_headers,
    })
}

/// The caller's headers.
pub(super) fn headers(given: &Options<'_>) -> Result<Pairs, Error> {
    let mut headers = Pairs::new();
    for (name, value) in given.pairs("headers")?.unwrap_or_default() {
        let field = ["headers.", &name].concat();
        let value = value
            .text()
            .ok_or_else(|| Error::invalid_argument(&field, "must be a string"))?;
        check_header(&field, &name, &value)?;
        headers.push((name, value));
    }
    Ok(headers)
}

/// An absolute URL, or a path on the page's own origin.
fn base_url(given: &Options<'_>) -> Result<BaseUrl, Error> {
    let unusable =
        || Error::invalid_argument("baseUrl", "must be a URL, or a path that begins with /");
    let missing = || Error::invalid_argument("baseUrl", "is missing");
    let given = given.value("baseUrl")?.ok_or_else(missing)?;
    let text = given
        .text()
        .or_else(|| given.get("href")?.text())
        .ok_or_else(unusable)?;
    let url = if text.starts_with('/') {
        let place = Js(js_sys::global().into()).get("location");
        let origin = place
            .and_then(|place| place.get("origin")?.text())
            .ok_or_else(unusable)?;
        // A parser takes `//host` and what it takes for it, such as `/\host`, for another origin.
        let url = Url::new_with_base(&text, &origin);
        url.ok().filter(|url| url.origin() == origin)
    } else {
        Url::new(&text).ok()
    };
    let url = url.ok_or_else(unusable)?;
    let url = Js(url.into());
    let part = |name| {
        url.get(name)
            .and_then(|part| part.text())
            .unwrap_or_default()
    };
    let more = ["username", "password", "search", "hash"];
    BaseUrl::new(&UrlParts {
        protocol: part("protocol"),
        hostname: part("hostname"),
        origin: part("origin"),
        pathname: part("pathname"),
        more: more.iter().any(|name| !part(name).is_empty()),
    })
}

fn auth_header(word: &str) -> Result<AuthHeader, Error> {
    match word {
        "authorization" => Ok(AuthHeader::Authorization),
        "x-ibex-auth" => Ok(AuthHeader::XIbexAuth),
        "both" => Ok(AuthHeader::Both),
        _ => Err(Error::invalid_argument(
            "authHeader",
            "must be authorization, x-ibex-auth or both",
        )),
    }
}

fn duration(field: &str, ms: f64) -> Result<f64, Error> {
    if (0.0..=DAY).contains(&ms) {
        Ok(ms)
    } else {
        Err(Error::invalid_argument(field, "must be from 0 to a day"))
    }
}
