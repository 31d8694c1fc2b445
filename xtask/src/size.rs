//! `size`: what an app gets by each entry, and what the wasm is made of. It must stay within the budgets that `Cargo.toml`
//! sets, and hold no JSON parser.

mod breakdown;
mod weight;

use crate::crates;
use crate::failure::Failure;
use crate::manifest;
use crate::wasm;
use crate::work::Work;
use weight::Weight;

pub(crate) fn size(work: &mut Work) -> Result<(), Failure> {
    wasm::build(work)?;
    work.part("size", "", |work| {
        let place = &work.place;
        let weights = weight::of_entries(place)?;
        println!("{}", weight::table(&weights));
        println!("{}", breakdown::of_the_wasm(place)?);
        if crates::of_the_sdk(place)?
            .iter()
            .any(|found| found.name == "serde_json")
        {
            return Err(Failure::new(
                "serde_json is among the dependencies of the shipped wasm",
            ));
        }
        let budgets = manifest::table(place, "package.metadata.size")?;
        within(&budgets, &weights)
    })
}

/// Every line of the budget names an entry and how it is compressed: `slim-brotli = 60000`.
fn within(budgets: &[(String, String)], weights: &[Weight]) -> Result<(), Failure> {
    let mut over = Vec::new();
    for (name, budget) in budgets {
        let bytes = name
            .rsplit_once('-')
            .and_then(|(entry, form)| weights.iter().find(|weight| weight.name == entry)?.of(form));
        let (Some(bytes), Ok(budget)) = (bytes, budget.parse()) else {
            return Err(Failure::new(format!(
                "the budget `{name} = {budget}` in Cargo.toml is of no entry, or no number"
            )));
        };
        println!("{name}: {bytes} of {budget} bytes");
        if bytes > budget {
            over.push(format!(
                "{name}: {bytes} bytes are more than the budget of {budget}"
            ));
        }
    }
    if budgets.is_empty() {
        over.push("there is no budget: [package.metadata.size] in Cargo.toml".to_owned());
    }
    if over.is_empty() {
        return Ok(());
    }
    Err(Failure::new(over.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(name: &str, bytes: &str) -> (String, String) {
        (name.to_owned(), bytes.to_owned())
    }

    fn weights() -> [Weight; 1] {
        [Weight {
            name: "slim".to_owned(),
            raw: 300,
            gzip: 200,
            brotli: 100,
        }]
    }

    #[test]
    fn a_budget_may_be_used_up_but_not_exceeded() {
        let of = |name, bytes| within(&[budget(name, bytes)], &weights());
        assert!(of("slim-brotli", "100").is_ok());
        assert!(of("slim-brotli", "99").is_err());
        assert!(of("slim-gzip", "199").is_err());
        assert!(of("slim-raw", "299").is_err());
    }

    #[test]
    fn every_budget_that_is_exceeded_is_told() {
        let budgets = [budget("slim-gzip", "1"), budget("slim-brotli", "2")];
        let failure = within(&budgets, &weights()).unwrap_err().to_string();
        assert!(failure.contains("slim-gzip") && failure.contains("slim-brotli"));
    }

    #[test]
    fn a_budget_that_says_nothing_is_refused() {
        assert!(within(&[], &weights()).is_err());
        for (name, bytes) in [
            ("thin-brotli", "1000"),
            ("slim-zip", "1000"),
            ("slim-brotli", "1 KB"),
        ] {
            assert!(
                within(&[budget(name, bytes)], &weights()).is_err(),
                "{name}"
            );
        }
    }
}
