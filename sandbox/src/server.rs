//! Start and stop: the listeners, and what runs on them.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::serve::Listener;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::App;
use crate::config::Config;
use crate::connection;
use crate::edge;
use crate::routes;

/// How long requests that are under way may take to end.
const GRACE: Duration = Duration::from_secs(5);

/// How often another port is drawn, when the one drawn for IPv4 is taken on IPv6.
const DRAWS: usize = 16;

/// A server that is running.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinSet<()>,
}

/// Starts a server; it listens when this returns.
///
/// # Errors
///
/// When the port is taken or the database cannot be opened.
pub async fn start(config: Config) -> io::Result<Sandbox> {
    let listeners = listen(&config).await?;
    let first = listeners.first().ok_or(io::ErrorKind::AddrNotAvailable)?;
    let address = first.local_addr()?;
    let app = App::new(config).map_err(|_| io::Error::other("the database cannot be opened"))?;
    let app = Arc::new(app);
    let router: Router = routes::router(&app)
        .layer(from_fn_with_state(Arc::clone(&app), edge::around))
        .with_state(Arc::clone(&app));
    let (stop, stopped) = watch::channel(false);
    let mut serving = JoinSet::new();
    for listener in listeners {
        serving.spawn(serve(
            listener,
            router.clone(),
            Arc::clone(&app),
            stopped.clone(),
        ));
    }
    Ok(Sandbox {
        address,
        stop,
        serving,
    })
}

impl Sandbox {
    /// Where it is reached, such as `http://localhost:8787`.
    #[must_use]
    pub fn url(&self) -> String {
        let ip = self.address.ip();
        // A passkey needs a name: WebAuthn takes no address for an rpId.
        if ip.is_loopback() || ip.is_unspecified() {
            format!("http://localhost:{}", self.address.port())
        } else {
            format!("http://{}", self.address)
        }
    }

    /// The port that it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Takes no new request, waits a little for those under way, and ends.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        let ended = async { while self.serving.join_next().await.is_some() {} };
        // A client that never ends its request must not keep the server alive.
        let _ = tokio::time::timeout(GRACE, ended).await;
    }
}

/// Takes connections until it is stopped, and then waits until the last one has ended.
async fn serve(
    mut listener: TcpListener,
    router: Router,
    app: Arc<App>,
    mut stopped: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    loop {
        let stream = tokio::select! {
            // As axum does it: what one connection fails at is passed over, and where the
            // machine has none left, the next one is waited for.
            (stream, _) = Listener::accept(&mut listener) => stream,
            // Those that have ended are let go of.
            Some(_) = connections.join_next() => continue,
            // An error means that the sender is gone, which ends the server as well.
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        let (hang_ups, stopped) = (app.faults.hang_ups(), stopped.clone());
        connections.spawn(connection::serve(stream, router.clone(), hang_ups, stopped));
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn listen(config: &Config) -> io::Result<Vec<TcpListener>> {
    if let Some(ip) = config.listen {
        return Ok(vec![TcpListener::bind((ip, config.port)).await?]);
    }
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for _ in 0..DRAWS {
        match listen_on_loopback(config.port).await {
            Err(error) if config.port == 0 && error.kind() == io::ErrorKind::AddrInUse => {
                last = error;
            }
            outcome => return outcome,
        }
    }
    Err(last)
}

/// 127.0.0.1, and `[::1]` on the same port where the machine has it: browsers resolve
/// `localhost` to either. A port that somebody else holds on one of them is taken.
async fn listen_on_loopback(port: u16) -> io::Result<Vec<TcpListener>> {
    let v4 = TcpListener::bind((IpAddr::from(Ipv4Addr::LOCALHOST), port)).await?;
    let port = v4.local_addr()?.port();
    match TcpListener::bind((IpAddr::from(Ipv6Addr::LOCALHOST), port)).await {
        Ok(v6) => Ok(vec![v4, v6]),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Err(error),
        Err(_) => Ok(vec![v4]),
    }
}
