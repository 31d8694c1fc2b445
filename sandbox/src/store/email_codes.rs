//! Pending e-mail codes: one per user and address, good once, for a while, for a few tries.

use rusqlite::{OptionalExtension, Transaction, params};

use crate::error::Refusal;

/// A code that was sent and not yet used.
pub(crate) struct Pending {
    pub(crate) digest: [u8; 32],
    pub(crate) tries: u32,
    pub(crate) expires_at: i64,
}

/// Sends a new code; the one before it is worth nothing from now on.
pub(crate) fn put(
    transaction: &Transaction<'_>,
    user_id: &str,
    address: &str,
    digest: &[u8; 32],
    expires_at: i64,
) -> Result<(), Refusal> {
    transaction.execute(
        "INSERT OR REPLACE INTO email_codes (user_id, address, digest, tries, expires_at)
         VALUES (?1, ?2, ?3, 0, ?4)",
        params![user_id, address, digest, expires_at],
    )?;
    Ok(())
}

/// The pending code, after counting one more try at it.
pub(crate) fn tried(
    transaction: &Transaction<'_>,
    user_id: &str,
    address: &str,
) -> Result<Option<Pending>, Refusal> {
    let pending = transaction.query_row(
        "UPDATE email_codes SET tries = tries + 1 WHERE user_id = ?1 AND address = ?2
         RETURNING digest, tries, expires_at",
        params![user_id, address],
        |row| {
            Ok(Pending {
                digest: row.get(0)?,
                tries: row.get(1)?,
                expires_at: row.get(2)?,
            })
        },
    );
    Ok(pending.optional()?)
}

pub(crate) fn delete(
    transaction: &Transaction<'_>,
    user_id: &str,
    address: &str,
) -> Result<(), Refusal> {
    let delete = "DELETE FROM email_codes WHERE user_id = ?1 AND address = ?2";
    transaction.execute(delete, params![user_id, address])?;
    Ok(())
}
