//! Programs that run beside a step: the sandbox, a browser's driver, the proxy. None outlives this command, however it ends.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use crate::command::Run;
use crate::failure::Failure;
use crate::place::Place;

static RUNNING: Mutex<Vec<Arc<Mutex<Child>>>> = Mutex::new(Vec::new());
static FOREGROUND: AtomicU32 = AtomicU32::new(0);
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// A running program; dropping it ends it.
#[derive(Debug)]
pub(crate) struct Service {
    /// What its ready line said: a URL or a port.
    pub(crate) ready: String,
    child: Arc<Mutex<Child>>,
}

impl Service {
    /// Starts it and waits for a line of which `ready` makes something. All that it says goes to a log.
    pub(crate) fn start(
        place: &Place,
        name: &str,
        mut run: Run,
        ready: fn(&str) -> Option<&str>,
    ) -> Result<Self, Failure> {
        println!("& {}", run.shown());
        let path = place.state()?.join(format!("{name}.log"));
        let log = File::create(&path).map_err(|error| Failure::at(&path, &error))?;
        let for_errors = log
            .try_clone()
            .map_err(|error| Failure::at(&path, &error))?;
        // NOTE: in a group of its own, so that Ctrl-C reaches this command alone, which then ends the services in order.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut run.command, 0);
        run.command.stdout(Stdio::piped()).stderr(for_errors);
        let mut child = run
            .command
            .spawn()
            .map_err(|error| run.not_started(&error))?;
        let stdout = child.stdout.take();
        let child = Arc::new(Mutex::new(child));
        running().push(Arc::clone(&child));
        let mut service = Self {
            ready: String::new(),
            child,
        };

        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            for line in stdout
                .into_iter()
                .flat_map(|stdout| BufReader::new(stdout).lines())
                .map_while(Result::ok)
            {
                // A full disk shows elsewhere; the pipe must be drained all the same.
                let _ = writeln!(&log, "{line}");
                if let Some(found) = ready(&line) {
                    let _ = sender.send(found.to_owned());
                }
            }
        });
        service.ready = receiver
            .recv_timeout(Duration::from_secs(60))
            .map_err(|_| {
                let said = std::fs::read_to_string(&path).unwrap_or_default();
                Failure::new(format!(
                    "`{}` did not become ready; it said:\n{said}",
                    run.shown()
                ))
            })?;
        Ok(service)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        end(&self.child);
        running().retain(|child| !Arc::ptr_eq(child, &self.child));
    }
}

/// Waits for a program in the foreground, which an interruption ends too.
pub(crate) fn in_foreground(child: &mut Child) -> std::io::Result<ExitStatus> {
    FOREGROUND.store(child.id(), Ordering::SeqCst);
    let status = child.wait();
    FOREGROUND.store(0, Ordering::SeqCst);
    status
}

/// From now on Ctrl-C and a request to terminate end all services first, the last started first.
pub(crate) fn end_all_on_interrupt() -> Result<(), Failure> {
    ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        let foreground = FOREGROUND.load(Ordering::SeqCst);
        if cfg!(unix) && foreground != 0 {
            let _ = std::process::Command::new("kill")
                .arg(foreground.to_string())
                .status();
        }
        running().iter().rev().for_each(|child| end(child));
        let deadline = Instant::now() + Duration::from_secs(5);
        while Instant::now() < deadline && FOREGROUND.load(Ordering::SeqCst) != 0 {
            std::thread::sleep(Duration::from_millis(20));
        }
        eprintln!("\nxtask: interrupted");
        std::process::exit(130);
    })
    .map_err(|error| Failure::new(format!("cannot listen for Ctrl-C: {error}")))
}

/// Where the command is interrupted, nothing else is to be said: the handler ends the process.
pub(crate) fn wait_if_interrupted() {
    // Ctrl-C reaches a program in the foreground as well, whose end may be seen before the handler has begun.
    std::thread::sleep(Duration::from_millis(100));
    while INTERRUPTED.load(Ordering::SeqCst) {
        std::thread::park();
    }
}

/// Kills it; one that holds a pipe as its stdin gets that closed first, and time to clean up.
fn end(child: &Mutex<Child>) {
    let mut child = child.lock().unwrap_or_else(PoisonError::into_inner);
    let grace = if child.stdin.take().is_some() { 10 } else { 0 };
    let deadline = Instant::now() + Duration::from_secs(grace);
    while Instant::now() < deadline && matches!(child.try_wait(), Ok(None)) {
        std::thread::sleep(Duration::from_millis(20));
    }
    // Both fail only where it has ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

fn running() -> std::sync::MutexGuard<'static, Vec<Arc<Mutex<Child>>>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}
