//! Private user data: names and JSON values, in the order in which they were first written.

use rusqlite::{Connection, Transaction, params};
use serde_json::value::RawValue;

use crate::body::Body;
use crate::error::Refusal;

/// Names that begin so are written, and never read.
const WRITE_ONLY: &str = "private.";

/// Writes one value over what was there.
pub(crate) fn put(
    transaction: &Transaction<'_>,
    user_id: &str,
    name: &str,
    value: &str,
) -> Result<(), Refusal> {
    transaction.execute(
        "INSERT INTO user_data (user_id, name, value) VALUES (?1, ?2, ?3)
         ON CONFLICT (user_id, name) DO UPDATE SET value = excluded.value",
        params![user_id, name, value],
    )?;
    Ok(())
}

pub(crate) fn delete(
    transaction: &Transaction<'_>,
    user_id: &str,
    name: &str,
) -> Result<(), Refusal> {
    let delete = "DELETE FROM user_data WHERE user_id = ?1 AND name = ?2";
    transaction.execute(delete, params![user_id, name])?;
    Ok(())
}

/// All that its owner may read.
pub(crate) fn visible(connection: &Connection, user_id: &str) -> Result<Body, Refusal> {
    let mut statement = connection
        .prepare("SELECT name, value FROM user_data WHERE user_id = ?1 ORDER BY position")?;
    let rows = statement.query_map(params![user_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut data = Body::default();
    for row in rows {
        let (name, value): (String, String) = row?;
        if !name.starts_with(WRITE_ONLY) {
            let value = RawValue::from_string(value).map_err(|_| Refusal::internal())?;
            data.set(name, value);
        }
    }
    Ok(data)
}
