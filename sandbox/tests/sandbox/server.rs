//! A server of the test's own, and a client that sends exactly what it is told.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use ibex_sandbox::{Config, Sandbox};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::reply::Reply;

/// The page that tests pretend to be, unless they say otherwise.
pub(crate) const PAGE: &str = "http://localhost:3000";

pub(crate) struct Server {
    pub(crate) port: u16,
    agent: ureq::Agent,
    running: Option<(Runtime, Sandbox)>,
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::with(Config::default())
    }

    pub(crate) fn with(config: Config) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let sandbox = runtime
            .block_on(ibex_sandbox::start(Config { port: 0, ..config }))
            .unwrap();
        let mut server = Self::at(sandbox.port());
        server.running = Some((runtime, sandbox));
        server
    }

    /// A client of a server that runs elsewhere.
    pub(crate) fn at(port: u16) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(Duration::from_secs(20)))
            .build();
        Self {
            port,
            agent: config.into(),
            running: None,
        }
    }

    pub(crate) fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Reply {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = match body {
            Some(body) => self.agent.run(request.body(body.to_owned()).unwrap()),
            None => self.agent.run(request.body(()).unwrap()),
        }
        .unwrap();
        Reply {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.body_mut().read_to_string().unwrap(),
        }
    }

    /// GET from [`PAGE`].
    pub(crate) fn get(&self, path: &str) -> Reply {
        self.call("GET", path, &[("origin", PAGE)], None)
    }

    /// POST of JSON from [`PAGE`].
    pub(crate) fn post(&self, path: &str, body: &Value) -> Reply {
        self.send("POST", path, &[], body)
    }

    /// JSON from [`PAGE`], with headers besides.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Reply {
        let mut all = vec![("origin", PAGE), ("content-type", "application/json")];
        all.extend(headers);
        self.call(method, path, &all, Some(&body.to_string()))
    }

    /// Lets time pass on the server's clock, or come again.
    pub(crate) fn advance(&self, seconds: i32) {
        self.post("/sandbox/clock", &json!({ "advance": seconds }))
            .ok();
    }

    /// Changes wire variants.
    pub(crate) fn vary(&self, changes: &Value) {
        self.send("PATCH", "/sandbox/variants", &[], changes).ok();
    }

    /// Breaks what a rule says.
    pub(crate) fn break_by(&self, rule: &Value) {
        self.post("/sandbox/faults", rule).ok();
    }

    /// The code of the newest mail.
    pub(crate) fn newest_code(&self) -> String {
        let mails = self.get("/sandbox/mails").ok();
        mails.as_array().unwrap().last().unwrap()["code"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Bytes as they are, for requests that no client would send; the answer as text.
    pub(crate) fn raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((runtime, sandbox)) = self.running.take() {
            // The agent's idle connections would be waited for, so the runtime just ends.
            drop(sandbox);
            runtime.shutdown_background();
        }
    }
}
