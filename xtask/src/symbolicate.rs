//! `symbolicate`: the stack of an error report, from stdin, with the names of Rust's functions.

use std::io::Read;
use std::path::PathBuf;

use crate::failure::Failure;
use crate::symbols::{self, Symbols};
use crate::work::Work;

pub(crate) fn symbolicate(work: &mut Work) -> Result<(), Failure> {
    let file = match work.rest.as_slice() {
        [] => symbols::file(&work.place)?,
        [file] => PathBuf::from(file),
        _ => {
            return Err(Failure::new(
                "`symbolicate` takes one argument, a release's file of symbols, or none for the last build's",
            ));
        }
    };
    let symbols = Symbols::read(&file)?;
    let mut stack = String::new();
    std::io::stdin()
        .read_to_string(&mut stack)
        .map_err(|error| Failure::new(format!("stdin: {error}")))?;
    // Beside what was asked for: the names are right for this module and for no other.
    eprintln!("names of {}", symbols.of);
    print!("{}", symbols.named(&stack));
    Ok(())
}
