//! Chromium and chromedriver: those that the environment or `PATH` names, else the distribution's.

use std::path::PathBuf;

use super::apt;
use crate::failure::Failure;
use crate::place::{Place, named, on_path};

#[derive(Debug)]
pub(crate) struct Chromium {
    pub(crate) browser: PathBuf,
    pub(crate) driver: PathBuf,
}

pub(super) fn install(place: &Place) -> Result<(), Failure> {
    if find()?.is_none() {
        apt::install(place, &["chromium", "chromium-driver"])?;
    }
    found().map(drop)
}

pub(crate) fn found() -> Result<Chromium, Failure> {
    find()?.ok_or_else(|| {
        Failure::new(
            "Chromium and chromedriver of the same version have to be installed, \
             on PATH or named by CHROMIUM and CHROMEDRIVER",
        )
    })
}

fn find() -> Result<Option<Chromium>, Failure> {
    let browser =
        named("CHROMIUM")?.or_else(|| on_path(&["chromium", "chromium-browser", "google-chrome"]));
    let driver = named("CHROMEDRIVER")?.or_else(|| on_path(&["chromedriver"]));
    Ok(browser
        .zip(driver)
        .map(|(browser, driver)| Chromium { browser, driver }))
}
