//! The command line.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use ibex_sandbox::Config;
use lexopt::prelude::*;

pub(crate) const HELP: &str = "\
ibex-sandbox: a local server that speaks the IBEx Wallet API

Usage: ibex-sandbox [FLAGS]

  --port PORT            port to listen on, 0 for any free one (8787)
  --listen ADDR          address to listen on (127.0.0.1 and [::1])
  --db FILE              keep data in this SQLite file (in memory)
  --rp-id DOMAIN         serve this tenant too, beside localhost; repeatable
  --access-ttl SECONDS   life of an access token (3600)
  --refresh-ttl SECONDS  life of a refresh token (86400)
  --challenge-ttl SECONDS  life of a challenge (60)
  --no-control           switch the control API under /sandbox/ off
  --site DIR             serve the pages in DIR/www and DIR/pkg (., if it has www/index.html)
  --help, --version
";

/// The longest life that a flag can give: a year.
const LONGEST: u32 = 365 * 86_400;

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Wish {
    Help,
    Version,
    Serve(Box<Config>),
}

pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Wish, lexopt::Error> {
    let mut config = Config::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(Wish::Help),
            Long("version") | Short('V') => return Ok(Wish::Version),
            Long("port") => config.port = parser.value()?.parse()?,
            Long("listen") => config.listen = Some(parser.value()?.parse()?),
            Long("db") => config.db = Some(path("--db", parser.value()?)?),
            Long("rp-id") => config.rp_ids.push(parser.value()?.parse_with(domain)?),
            Long("access-ttl") => config.access_ttl = parser.value()?.parse_with(seconds)?,
            Long("refresh-ttl") => config.refresh_ttl = parser.value()?.parse_with(seconds)?,
            Long("challenge-ttl") => config.challenge_ttl = parser.value()?.parse_with(seconds)?,
            Long("no-control") => config.control = false,
            Long("site") => config.site = Some(path("--site", parser.value()?)?),
            other => return Err(other.unexpected()),
        }
    }
    if config.site.is_none() && Path::new("www/index.html").is_file() {
        config.site = Some(PathBuf::from("."));
    }
    Ok(Wish::Serve(Box::new(config)))
}

fn path(flag: &str, value: OsString) -> Result<PathBuf, String> {
    if value.is_empty() {
        Err(format!("{flag} is empty"))
    } else {
        Ok(PathBuf::from(value))
    }
}

fn seconds(value: &str) -> Result<u32, String> {
    let seconds = value
        .parse()
        .ok()
        .filter(|seconds| (1..=LONGEST).contains(seconds));
    seconds.ok_or_else(|| format!("a number of seconds from 1 to {LONGEST} is needed"))
}

/// A domain as an rpId is one: a name, in lower case, without scheme and port.
fn domain(value: &str) -> Result<String, String> {
    match url::Host::parse(value) {
        Ok(url::Host::Domain(domain)) => Ok(domain),
        _ => Err("a domain without scheme and port is needed".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Wish, lexopt::Error> {
        parse(lexopt::Parser::from_args(arguments))
    }

    #[test]
    fn takes_every_flag() {
        let Ok(Wish::Serve(config)) = parsed(&[
            "--port",
            "0",
            "--rp-id",
            "Example.com",
            "--rp-id=shop.example",
            "--no-control",
            "--access-ttl",
            "5",
            "--listen",
            "::1",
        ]) else {
            panic!("refused")
        };
        assert_eq!(config.rp_ids, ["example.com", "shop.example"]);
        assert_eq!(
            (config.port, config.access_ttl, config.control),
            (0, 5, false)
        );
        assert!(config.listen.is_some());
    }

    #[test]
    fn refuses_what_it_does_not_know_or_cannot_use() {
        let refused: [&[&str]; 7] = [
            &["--colour"],
            &["--port", "70000"],
            &["--challenge-ttl", "0"],
            &["--refresh-ttl", "99999999999"],
            &["--rp-id", "https://example.com"],
            &["--db", ""],
            &["stray"],
        ];
        for arguments in refused {
            assert!(parsed(arguments).is_err(), "{arguments:?}");
        }
    }
}
