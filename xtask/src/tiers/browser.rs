//! The SDK's wasm tests in a headless browser, against a running sandbox, with real ceremonies.
//!
//! The test runner serves the repository, so tests find the servers by fetching `/target/sandbox-url` and `/target/webdriver-url`.

use std::path::PathBuf;

use crate::command::Run;
use crate::engine::{self, Engine};
use crate::failure::Failure;
use crate::place::Place;
use crate::service::Service;
use crate::setup::{self, chromium};
use crate::tally::Tally;
use crate::tiers::{judge, sandbox};
use crate::work::Work;

/// Seconds for all tests of one file.
const TIMEOUT: &str = "300";

pub(crate) fn browser(work: &mut Work) -> Result<(), Failure> {
    for engine in engine::chosen(&mut work.rest) {
        let tally = run(work, engine)?;
        println!("\n{}: {tally}", engine.name());
    }
    Ok(())
}

pub(super) fn run(work: &mut Work, engine: Engine) -> Result<Tally, Failure> {
    setup::wasm(work)?;
    engine.install(work)?;
    sandbox(work)?;
    let mut tally = Tally::default();
    work.part("browser", engine.name(), |work| {
        let place = &work.place;
        // They end in the opposite order: first the proxy, which takes the browser with it.
        let sandbox = Run::new(place, place.sandbox())
            .args(["--port", "0", "--site"])
            .args([&place.root]);
        let sandbox = Service::start(place, "sandbox", sandbox, url)?;
        let driver = Service::start(place, "driver", driver(place, engine)?, port)?;
        let proxy = Run::new(place, "node")
            .args([
                "tests/webdriver/proxy.mjs",
                &engine.name().to_lowercase(),
                "--driver",
                &format!("http://127.0.0.1:{}", driver.ready),
            ])
            .args(["--binary".as_ref(), engine.program()?.as_os_str()])
            .with_stdin_to_end_it();
        let proxy = Service::start(place, "webdriver", proxy, url)?;
        let _sandbox_note = Note::leave(place, "sandbox-url", &sandbox.ready)?;
        let _proxy_note = Note::leave(place, "webdriver-url", &proxy.ready)?;

        let (output, result) = wasm_pack(place, engine, &proxy.ready)?
            .env("WASM_BINDGEN_TEST_TIMEOUT", TIMEOUT)
            // What follows the second -- is for the tests' runner, such as a filter.
            .args(["--", "--lib", "--test", "browser*", "--"])
            .args(&work.rest)
            .tee();
        tally = judge(Tally::of_cargo(&output), result)?;
        Ok(())
    })?;
    Ok(tally)
}

fn driver(place: &Place, engine: Engine) -> Result<Run, Failure> {
    Ok(match engine {
        Engine::Chromium => Run::new(place, chromium::found()?.driver).args(["--port=0"]),
        // The proxy changes preferences of the running Firefox.
        Engine::Firefox => {
            Run::new(place, "geckodriver").args(["--port=0", "--allow-system-access"])
        }
    })
}

/// The runner, told to speak to the proxy.
fn wasm_pack(place: &Place, engine: Engine, proxy: &str) -> Result<Run, Failure> {
    let run = Run::new(place, "wasm-pack").args(["test", "--headless", "--mode", "no-install"]);
    Ok(match engine {
        Engine::Chromium => run
            .env("CHROMEDRIVER_REMOTE", proxy)
            .args(["--chrome", "--chromedriver"])
            .args([chromium::found()?.driver]),
        Engine::Firefox => run.env("GECKODRIVER_REMOTE", proxy).args(["--firefox"]),
    })
}

/// A line for the tests to fetch; gone when the step is over.
struct Note(PathBuf);

impl Note {
    /// NOTE: always in the repository's own target folder, which the runner serves, even if cargo builds elsewhere.
    fn leave(place: &Place, name: &str, text: &str) -> Result<Self, Failure> {
        let path = place.root.join("target").join(name);
        std::fs::create_dir_all(place.root.join("target"))
            .and_then(|()| std::fs::write(&path, format!("{text}\n")))
            .map_err(|error| Failure::at(&path, &error))?;
        Ok(Self(path))
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        // The next run writes it anew in any case.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// The first URL in a line.
fn url(line: &str) -> Option<&str> {
    line.split_whitespace()
        .find(|word| word.starts_with("http://"))
        .map(|word| word.trim_end_matches('/'))
}

/// The port that a driver has chosen: `ChromeDriver was started successfully on port 40987.` or, after the time and the
/// level, `Listening on 127.0.0.1:40987`.
fn port(line: &str) -> Option<&str> {
    line.strip_prefix("ChromeDriver was started successfully on port ")
        .map(|rest| rest.trim_end_matches('.'))
        .or_else(|| Some(line.split_once("Listening on 127.0.0.1:")?.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_ready_lines_of_the_servers() {
        assert_eq!(url("http://localhost:8787/"), Some("http://localhost:8787"));
        assert_eq!(
            url("listening on http://127.0.0.1:9 now"),
            Some("http://127.0.0.1:9")
        );
        assert_eq!(url("warming up"), None);
        assert_eq!(
            port("ChromeDriver was started successfully on port 40987."),
            Some("40987")
        );
        assert_eq!(port("Starting ChromeDriver 1.2 on port 0"), None);
        assert_eq!(
            port("1795296987191\tgeckodriver\tINFO\tListening on 127.0.0.1:36751"),
            Some("36751")
        );
    }
}
