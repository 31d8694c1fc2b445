//! What the fuzz targets share: values as JavaScript has them, read from any bytes, and a host that plays a script.
//!
//! An input is a text that people can write: JSON, and a few words for what JSON cannot say ([`Script`]). No text is
//! refused, so that a mutation is never thrown away by a parser that is not the SDK's.
//!
//! Seeds with a name were written by hand, those with a number were found. `cargo xtask fuzz` leaves what it finds in
//! `target/fuzz/found`; what of it reaches something new joins the seeds by
//! `cargo fuzz run --fuzz-dir tests/fuzz -s none TARGET tests/fuzz/corpus/TARGET target/fuzz/found/TARGET -- -set_cover_merge=1 -use_counters=0`.
//! An input that crashed a target is kept as a seed, under the name of the defect.

mod host;
mod script;
mod stage;
mod value;

pub use host::{FuzzHost, Sent};
pub use script::Script;
pub use stage::{Stage, ok};
pub use value::Odd;
