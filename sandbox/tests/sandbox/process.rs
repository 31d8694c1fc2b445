//! The binary: its flags, its output, its end, and what is left after a sudden one.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::json;

use super::server::Server;
use super::user::User;

const BINARY: &str = env!("CARGO_BIN_EXE_ibex-sandbox");

/// A process of the test's own, ended with it.
struct Process {
    child: Child,
    url: String,
}

impl Process {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(BINARY)
            .args(["--port", "0"])
            .args(arguments)
            .current_dir(std::env::temp_dir())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut url)
            .unwrap();
        Self {
            child,
            url: url.trim().to_owned(),
        }
    }

    fn server(&self) -> Server {
        let port = self.url.strip_prefix("http://localhost:").unwrap();
        Server::at(port.parse().unwrap())
    }

    /// As `kill -9` does.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A database file of the test's own.
struct Database(PathBuf);

impl Database {
    fn new() -> Self {
        let mut name = [0; 8];
        getrandom::fill(&mut name).unwrap();
        let name = format!("ibex-sandbox-{}.db", u64::from_be_bytes(name));
        Self(std::env::temp_dir().join(name))
    }

    fn start(&self) -> Process {
        Process::start(&["--db", self.0.to_str().unwrap()])
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", self.0.display()));
        }
    }
}

#[test]
fn an_acknowledged_write_survives_kill_9() {
    let database = Database::new();
    let first = database.start();
    let server = first.server();
    let user = User::new(&server);
    user.write(&json!({ "firstName": "Jane" })).ok();
    first.kill();

    let second = database.start();
    let server = second.server();
    let user = user.at(&server);
    // The session is still good, the data is there, and so is the passkey.
    assert_eq!(user.read().ok(), json!({ "firstName": "Jane" }));
    let body = json!({ "refresh_token": user.refresh_token() });
    server.post("/v1.2/auth/refresh", &body).ok();
    assert_eq!(user.sign_in(json!({})).ok()["subject"], user.id());
    // A used refresh token stays used.
    second.kill();
    let third = database.start();
    third
        .server()
        .post("/v1.2/auth/refresh", &body)
        .refused(401);
}

#[test]
fn the_database_holds_no_token_and_no_code() {
    let database = Database::new();
    let process = database.start();
    let server = process.server();
    let user = User::new(&server);
    let body = json!({ "email": "jane@foo.domain" });
    user.post("/v1.2/users/me/validate-email", &body).ok();
    let code = server.newest_code();
    let access_token = user.session["access_token"].as_str().unwrap();
    for end in ["", "-wal"] {
        let bytes = std::fs::read(format!("{}{end}", database.0.display())).unwrap();
        for secret in [user.refresh_token(), access_token, &*format!("\"{code}\"")] {
            assert!(
                !bytes
                    .windows(secret.len())
                    .any(|window| window == secret.as_bytes())
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn the_database_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let database = Database::new();
    let process = database.start();
    User::new(&process.server());
    for end in ["", "-wal"] {
        let file = std::fs::metadata(format!("{}{end}", database.0.display())).unwrap();
        assert_eq!(file.permissions().mode() & 0o077, 0);
    }
}

#[test]
fn a_file_that_is_no_database_ends_it_and_is_left_alone() {
    let database = Database::new();
    std::fs::write(&database.0, "precious").unwrap();
    let arguments = ["--port", "0", "--db", database.0.to_str().unwrap()];
    let output = Command::new(BINARY).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(&database.0).unwrap(), "precious");
}

#[test]
fn without_a_file_nothing_is_kept() {
    let process = Process::start(&[]);
    let server = process.server();
    let user = User::new(&server);
    process.kill();
    let process = Process::start(&[]);
    let server = process.server();
    let user = user.at(&server);
    assert_eq!(user.read().refused(401), "Access token is not valid");
}

#[test]
fn the_first_line_is_the_url_and_the_flags_hold() {
    let process = Process::start(&[
        "--rp-id",
        "example.com",
        "--access-ttl",
        "5",
        "--challenge-ttl",
        "7",
        "--no-control",
    ]);
    assert!(
        process.url.starts_with("http://localhost:"),
        "{}",
        process.url
    );
    let server = process.server();
    let options = server.get("/v1.2/auth/sign-in?rpId=example.com").ok();
    assert_eq!(options["credentialRequestOptions"]["timeout"], 7000);
    assert_eq!(User::new(&server).session["expires_in"], 5);
    server.get("/sandbox/mails").refused(404);
}

#[test]
fn a_flag_that_is_unknown_ends_it_with_its_help() {
    let output = Command::new(BINARY).arg("--colour").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("Usage:"));
}

#[test]
fn a_port_that_is_taken_ends_it_with_a_reason() {
    let process = Process::start(&[]);
    let port = process.server().port.to_string();
    let output = Command::new(BINARY)
        .args(["--port", &port])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains(&port));
}

#[cfg(unix)]
#[test]
fn sigterm_ends_it_in_order() {
    let mut process = Process::start(&[]);
    let id = process.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(process.child.wait().unwrap().code(), Some(0));
}

#[test]
fn answers_on_both_loopback_addresses() {
    let process = Process::start(&[]);
    let port = process.server().port;
    // A machine without IPv6 has only one of them.
    let has_v6 = std::net::TcpListener::bind("[::1]:0").is_ok();
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
    assert_eq!(std::net::TcpStream::connect(("::1", port)).is_ok(), has_v6);
}
