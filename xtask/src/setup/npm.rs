//! The npm packages of `tests/`: wasm-opt (binaryen), esbuild and playwright-core, exactly as the lock file says.

use crate::command::Run;
use crate::failure::Failure;
use crate::place::Place;
use crate::version::Version;

const OLDEST_NODE: Version = Version(20, 0, 0);

pub(super) fn install(place: &Place) -> Result<(), Failure> {
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
    let tests = place.root.join("tests");
    let lock = tests.join("package-lock.json");
    let wanted = std::fs::read(&lock).map_err(|error| Failure::at(&lock, &error))?;
    // A copy of the lock file lies beside what was installed from it.
    let stamp = tests.join("node_modules").join(".installed-from");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    Run::npm(place, "tests")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .live()?;
    std::fs::write(&stamp, wanted).map_err(|error| Failure::at(&stamp, &error))
}
