//! Chromium and chromedriver: those that the environment or `PATH` names, else the distribution's.

use std::path::{Path, PathBuf};

use crate::command::Run;
use crate::failure::Failure;
use crate::place::{Place, on_path};

#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) chromedriver: PathBuf,
}

pub(super) fn install(place: &Place) -> Result<(), Failure> {
    if find()?.is_some() {
        return Ok(());
    }
    let Some(privilege) = apt_privilege(place) else {
        return Err(missing());
    };
    let apt = |arguments: &[&str]| {
        let words =
            privilege
                .iter()
                .copied()
                .chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        let mut words = words.chain(arguments.iter().copied());
        Run::new(place, words.next().unwrap_or_default())
            .args(words)
            .live()
    };
    apt(&["update"])?;
    apt(&[
        "install",
        "-y",
        "--no-install-recommends",
        "chromium",
        "chromium-driver",
    ])?;
    find()?.map(|_| ()).ok_or_else(missing)
}

pub(crate) fn found() -> Result<Browser, Failure> {
    find()?.ok_or_else(missing)
}

fn find() -> Result<Option<Browser>, Failure> {
    let chromium =
        named("CHROMIUM")?.or_else(|| on_path(&["chromium", "chromium-browser", "google-chrome"]));
    let chromedriver = named("CHROMEDRIVER")?.or_else(|| on_path(&["chromedriver"]));
    Ok(chromium
        .zip(chromedriver)
        .map(|(chromium, chromedriver)| Browser {
            chromium,
            chromedriver,
        }))
}

fn named(variable: &str) -> Result<Option<PathBuf>, Failure> {
    match std::env::var_os(variable).map(PathBuf::from) {
        Some(path) if !path.is_file() => Err(Failure::new(format!(
            "{variable} is {}, which is no file",
            path.display()
        ))),
        path => Ok(path),
    }
}

/// What goes before apt-get: nothing for root, sudo where it asks for no password. `None` where apt-get is of no use.
fn apt_privilege(place: &Place) -> Option<&'static [&'static str]> {
    if !Path::new("/usr/bin/apt-get").is_file() {
        return None;
    }
    if Run::new(place, "id")
        .args(["-u"])
        .read()
        .is_ok_and(|id| id.trim() == "0")
    {
        return Some(&[]);
    }
    Run::new(place, "sudo")
        .args(["-n", "true"])
        .read()
        .ok()
        .map(|_| ["sudo", "-n"].as_slice())
}

fn missing() -> Failure {
    Failure::new(
        "Chromium and chromedriver of the same version have to be installed, \
         on PATH or named by CHROMIUM and CHROMEDRIVER",
    )
}
