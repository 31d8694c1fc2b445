//! The `ibex-sandbox` binary: flags in, a running server out.
//!
//! The first line on stdout is the URL, so that a script can wait for it and use it.

mod flags;
mod version;

use std::io::Write;
use std::process::ExitCode;

use flags::Wish;

#[tokio::main]
async fn main() -> ExitCode {
    match flags::parse(lexopt::Parser::from_env()) {
        Ok(Wish::Help) => {
            print!("{}", flags::HELP);
            ExitCode::SUCCESS
        }
        Ok(Wish::Version) => match version::version() {
            Ok(version) => {
                println!("ibex-sandbox {version}");
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("ibex-sandbox: pkg/package.json: {error}");
                ExitCode::FAILURE
            }
        },
        Ok(Wish::Serve(config)) => serve(*config).await,
        Err(error) => {
            eprintln!("ibex-sandbox: {error}\n\n{}", flags::HELP);
            ExitCode::from(2)
        }
    }
}

async fn serve(config: ibex_sandbox::Config) -> ExitCode {
    let exposed = config.listen.filter(|ip| !ip.is_loopback());
    if exposed.is_some() {
        eprintln!(
            "ibex-sandbox: warning: listening beyond loopback. This server is for development; \
             whoever reaches its port can read mails and reset it, unless --no-control is given."
        );
    }
    let port = config.port;
    match run(config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ibex-sandbox: cannot start on port {port}: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(config: ibex_sandbox::Config) -> std::io::Result<()> {
    // Before the URL is out: whoever has read it may end this process at once.
    let stop_asked_for = stop_asked_for()?;
    let sandbox = ibex_sandbox::start(config).await?;
    // Whoever reads the URL may be gone already; that is no reason to end.
    let _ = writeln!(std::io::stdout(), "{}", sandbox.url());
    stop_asked_for.await;
    sandbox.stop().await;
    Ok(())
}

/// Waits for SIGINT or SIGTERM, which are caught from this call on, not from the first poll.
#[cfg(unix)]
fn stop_asked_for() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_asked_for() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
