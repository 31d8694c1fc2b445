//! The npm packages of a folder, exactly as its lock file says: of `tests/`, wasm-opt (binaryen), esbuild,
//! playwright-core and selenium-webdriver; of `tests/types/`, TypeScript and TypeDoc; of the folders in `tests/react/`,
//! one version of React each.

use crate::command::Run;
use crate::failure::Failure;
use crate::place::Place;
use crate::version::Version;

const OLDEST_NODE: Version = Version(20, 0, 0);

pub(super) fn install(place: &Place, folder: &str) -> Result<(), Failure> {
    let node = Run::new(place, "node")
        .args(["--version"])
        .read()
        .ok()
        .and_then(|text| Version::in_text(&text));
    if node.is_none_or(|version| version < OLDEST_NODE) {
        return Err(Failure::new(format!(
            "Node {OLDEST_NODE} or newer has to be installed"
        )));
    }
    let inside = place.root.join(folder);
    let lock = inside.join("package-lock.json");
    let wanted = std::fs::read(&lock).map_err(|error| Failure::at(&lock, &error))?;
    // A copy of the lock file lies beside what was installed from it.
    let stamp = inside.join("node_modules").join(".installed-from");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    Run::npm(place, folder)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .live()?;
    std::fs::write(&stamp, wanted).map_err(|error| Failure::at(&stamp, &error))
}
