//! `size`: what a page loads must stay within the budget that `Cargo.toml` sets, and hold no JSON parser.

use crate::command::Run;
use crate::failure::Failure;
use crate::work::Work;
use crate::{manifest, wasm};

pub(crate) fn size(work: &mut Work) -> Result<(), Failure> {
    wasm::build(work)?;
    work.part("size", "", |work| {
        let (table, result) = Run::new(&work.place, "node")
            .args(["xtask/src/size.mjs", "pkg"])
            .tee();
        result?;
        let total = total(&table).ok_or_else(|| Failure::new("the table has no total"))?;
        let budgets = manifest::table(&work.place, "package.metadata.size")?;
        let budget = budgets.iter().find(|(key, _)| key == "brotli");
        match budget.map(|(_, budget)| budget.parse::<u64>()) {
            None => println!("no budget: [package.metadata.size] in Cargo.toml has no `brotli`"),
            Some(Err(error)) => {
                return Err(Failure::new(format!(
                    "the budget in Cargo.toml is no number: {error}"
                )));
            }
            Some(Ok(budget)) if total > budget => {
                return Err(Failure::new(format!(
                    "{total} bytes after brotli are more than the budget of {budget}"
                )));
            }
            Some(Ok(budget)) => println!("{total} of {budget} bytes after brotli"),
        }
        let tree = Run::cargo(&work.place)
            .args([
                "tree",
                "--package",
                "ibex-wallet-sdk",
                "--target",
                "wasm32-unknown-unknown",
            ])
            .args(["--edges", "normal,no-proc-macro", "--prefix", "none"])
            .read()?;
        if tree.lines().any(|line| line.starts_with("serde_json ")) {
            return Err(Failure::new(
                "serde_json is among the dependencies of the shipped wasm",
            ));
        }
        Ok(())
    })
}

/// The last number of the last line.
fn total(table: &str) -> Option<u64> {
    table
        .lines()
        .find(|line| line.starts_with("total"))?
        .split_whitespace()
        .last()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_is_the_sum_after_brotli() {
        assert_eq!(
            total("bytes raw gzip brotli\nindex.js 9 8 7\ntotal 90 80 70\n"),
            Some(70)
        );
        assert_eq!(total("index.js 9 8 7\n"), None);
    }
}
