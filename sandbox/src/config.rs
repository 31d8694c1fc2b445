//! What a sandbox is started with.

use std::net::IpAddr;
use std::path::PathBuf;

/// The settings of one sandbox; [`Config::default`] is what the binary does without flags.
#[derive(Debug, Clone)]
pub struct Config {
    /// Port to listen on; 0 takes any free one.
    pub port: u16,
    /// Address to listen on; `None` is loopback, both 127.0.0.1 and `[::1]`.
    pub listen: Option<IpAddr>,
    /// SQLite file; `None` keeps everything in memory.
    pub db: Option<PathBuf>,
    /// Tenants beside `localhost`, which is always there.
    pub rp_ids: Vec<String>,
    /// Life of an access token, in seconds.
    pub access_ttl: u32,
    /// Life of a refresh token, in seconds.
    pub refresh_ttl: u32,
    /// Life of a challenge, in seconds.
    pub challenge_ttl: u32,
    /// Whether the control API under `/sandbox/` answers.
    pub control: bool,
    /// Folder that holds `www/` and `pkg/`; `None` serves no pages.
    pub site: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port: 8787,
            listen: None,
            db: None,
            rp_ids: Vec::new(),
            access_ttl: 3600,
            refresh_ttl: 86_400,
            challenge_ttl: 60,
            control: true,
            site: None,
        }
    }
}
