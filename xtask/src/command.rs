//! One program, run in the repository with the pinned tools in front on `PATH`; its output is shown live.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use crate::failure::Failure;
use crate::place::{Place, cargo};
use crate::service;

#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) command: Command,
    root: PathBuf,
}

impl Run {
    pub(crate) fn new(place: &Place, program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command
            .current_dir(&place.root)
            .env("PATH", place.path())
            .stdin(Stdio::null());
        // `cargo run` tells this program about its own package; build scripts that look at such variables would run anew.
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        Self {
            command,
            root: place.root.clone(),
        }
    }

    pub(crate) fn cargo(place: &Place) -> Self {
        Self::new(place, cargo())
    }

    /// npm in one of the repository's folders.
    pub(crate) fn npm(place: &Place, folder: &str) -> Self {
        let mut run = Self::new(place, if cfg!(windows) { "npm.cmd" } else { "npm" });
        run.command.current_dir(place.root.join(folder));
        run
    }

    pub(crate) fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn with_stdin(mut self) -> Self {
        self.command.stdin(Stdio::inherit());
        self
    }

    /// For a service that has to clean up: it is told to end by the end of its stdin.
    pub(crate) fn with_stdin_to_end_it(mut self) -> Self {
        self.command.stdin(Stdio::piped());
        self
    }

    /// Shows the command and what it says; fails where it fails.
    pub(crate) fn live(self) -> Result<(), Failure> {
        println!("$ {}", self.shown());
        self.finish()
    }

    fn finish(mut self) -> Result<(), Failure> {
        let mut child = self
            .command
            .spawn()
            .map_err(|error| self.not_started(&error))?;
        let status =
            service::in_foreground(&mut child).map_err(|error| self.not_started(&error))?;
        self.check(status)
    }

    /// Like [`Run::live`], and hands back all that was said, with the failure if there was one.
    pub(crate) fn tee(mut self) -> (String, Result<(), Failure>) {
        println!("$ {}", self.shown());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let result = self
            .heard_by(&heard)
            .map_err(|error| self.not_started(&error));
        let heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        (
            String::from_utf8_lossy(&heard).into_owned(),
            result.and_then(|status| self.check(status)),
        )
    }

    /// NOTE: one pipe for both outputs, so that they keep their order.
    fn heard_by(&mut self, heard: &Arc<Mutex<Vec<u8>>>) -> std::io::Result<ExitStatus> {
        let (reader, writer) = std::io::pipe()?;
        if std::io::stdout().is_terminal() {
            self.command.env("CARGO_TERM_COLOR", "always");
        }
        self.command.stdout(writer.try_clone()?).stderr(writer);
        let mut child = self.command.spawn()?;
        // The command would hold the writing end open.
        self.command.stdout(Stdio::null()).stderr(Stdio::null());
        let (over, is_over) = mpsc::channel();
        let heard = Arc::clone(heard);
        std::thread::spawn(move || {
            copy(reader, &heard);
            let _ = over.send(());
        });
        let status = service::in_foreground(&mut child);
        // A process that it left behind may keep the pipe; nobody waits for that one.
        let _ = is_over.recv_timeout(Duration::from_secs(5));
        status
    }

    /// Keeps all that it says in a file; fails where it fails.
    pub(crate) fn logged(mut self, log: &Path) -> Result<(), Failure> {
        println!("$ {}", self.shown());
        let file = File::create(log).map_err(|error| Failure::at(log, &error))?;
        let for_errors = file.try_clone().map_err(|error| Failure::at(log, &error))?;
        self.command.stdout(file).stderr(for_errors);
        self.finish()
    }

    /// What it prints on stdout, unseen; fails where it fails, with what it printed on stderr.
    pub(crate) fn read(mut self) -> Result<String, Failure> {
        let Output {
            status,
            stdout,
            stderr,
        } = self
            .command
            .output()
            .map_err(|error| self.not_started(&error))?;
        self.check(status).map_err(|failure| {
            Failure::new(format!("{failure}\n{}", String::from_utf8_lossy(&stderr)))
        })?;
        Ok(String::from_utf8_lossy(&stdout).into_owned())
    }

    /// The command as it can be typed.
    pub(crate) fn shown(&self) -> String {
        let folder = self
            .command
            .get_current_dir()
            .and_then(|folder| folder.strip_prefix(&self.root).ok());
        let folder = folder
            .filter(|folder| *folder != Path::new(""))
            .map(|folder| format!("cd {} && ", folder.display()));
        let set = self.command.get_envs().filter(|(name, _)| *name != "PATH");
        let set = set.filter_map(|(name, value)| {
            value.map(|value| format!("{}={}", name.display(), quoted(value)))
        });
        let program = Path::new(self.command.get_program());
        // The pinned tools and cargo are known by their names.
        let program = program.file_name().unwrap_or(program.as_os_str());
        let words = std::iter::once(program)
            .chain(self.command.get_args())
            .map(quoted);
        folder.unwrap_or_default() + &set.chain(words).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn not_started(&self, error: &std::io::Error) -> Failure {
        Failure::new(format!("`{}` could not be run: {error}", self.shown()))
    }

    fn check(&self, status: ExitStatus) -> Result<(), Failure> {
        if status.success() {
            return Ok(());
        }
        Err(Failure::new(format!(
            "`{}` ended with {status}",
            self.shown()
        )))
    }
}

fn copy(mut from: impl Read, heard: &Mutex<Vec<u8>>) {
    let mut buffer = [0; 8192];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        let chunk = buffer.get(..length).unwrap_or_default();
        let mut out = std::io::stdout().lock();
        // A reader of our output that went away is no reason to stop the tests.
        let _ = out.write_all(chunk).and_then(|()| out.flush());
        heard
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(chunk);
    }
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain =
        |character: char| character.is_ascii_alphanumeric() || "-_./:=,@+%".contains(character);
    if !word.is_empty() && word.chars().all(plain) {
        word.into_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
