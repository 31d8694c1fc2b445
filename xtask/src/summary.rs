//! What all tests came to: a line for each tier, a column for what needs no browser and for each engine.

use crate::engine::Engine;
use crate::tally::Tally;

#[derive(Debug)]
pub(crate) struct Row {
    tier: &'static str,
    cells: [Option<Tally>; 1 + Engine::ALL.len()],
}

impl Row {
    pub(crate) fn native(tier: &'static str, tally: Tally) -> Self {
        let cells = [Some(tally), None, None];
        Self { tier, cells }
    }

    pub(crate) fn chromium(tier: &'static str, tally: Tally) -> Self {
        let cells = [None, Some(tally), None];
        Self { tier, cells }
    }

    /// In the order of [`Engine::ALL`].
    pub(crate) fn engines(tier: &'static str, [chromium, firefox]: [Tally; 2]) -> Self {
        let cells = [None, Some(chromium), Some(firefox)];
        Self { tier, cells }
    }
}

pub(crate) fn table(rows: &[Row]) -> String {
    let [chromium, firefox] = Engine::ALL.map(Engine::name);
    let mut table = line("", ["no browser", chromium, firefox]);
    for Row { tier, cells } in rows {
        let cells = cells.map(|cell| cell.map_or_else(String::new, |tally| tally.to_string()));
        table.push_str(&line(tier, cells.each_ref().map(String::as_str)));
    }
    table
}

pub(crate) fn sum(rows: &[Row]) -> Tally {
    rows.iter().flat_map(|row| row.cells).flatten().sum()
}

fn line(tier: &str, [native, chromium, firefox]: [&str; 3]) -> String {
    let line = format!("{tier:<7} | {native:<21} | {chromium:<21} | {firefox}");
    format!("{}\n", line.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_a_column_for_each_engine_and_adds_all_up() {
        let tally = |passed| Tally { passed, failed: 0 };
        let rows = [
            Row::native("native", tally(812)),
            Row::engines("browser", [tally(132), tally(131)]),
            Row::chromium("matrix", tally(44)),
        ];
        let expected = "        | no browser            | Chromium              | Firefox\n\
            native  | 812 passed, 0 failed  |                       |\n\
            browser |                       | 132 passed, 0 failed  | 131 passed, 0 failed\n\
            matrix  |                       | 44 passed, 0 failed   |\n";
        assert_eq!(table(&rows), expected);
        assert_eq!(sum(&rows), tally(812 + 132 + 131 + 44));
    }
}
