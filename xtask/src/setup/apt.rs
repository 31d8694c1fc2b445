//! Packages of Debian and its like.

use std::path::Path;

use crate::command::Run;
use crate::failure::Failure;
use crate::place::Place;

/// Installs them, where apt-get is of any use.
pub(super) fn install(place: &Place, packages: &[&str]) -> Result<(), Failure> {
    let Some(privilege) = privilege(place) else {
        return Ok(());
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
    apt(&[&["install", "-y", "--no-install-recommends"], packages].concat())
}

/// What goes before apt-get: nothing for root, sudo where it asks for no password. `None` where apt-get is of no use.
fn privilege(place: &Place) -> Option<&'static [&'static str]> {
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
