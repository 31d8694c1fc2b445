//! Refresh tokens that are still good for one use, by their digests.

use rusqlite::{Transaction, params};

use crate::error::Refusal;

pub(crate) fn add(
    transaction: &Transaction<'_>,
    digest: &[u8; 32],
    user_id: &str,
    expires_at: i64,
) -> Result<(), Refusal> {
    transaction.execute(
        "INSERT INTO refresh_tokens (digest, user_id, expires_at) VALUES (?1, ?2, ?3)",
        params![digest, user_id, expires_at],
    )?;
    Ok(())
}

/// Uses a token up; `false` when it was used before. Those that had expired by then are let go.
pub(crate) fn take(
    transaction: &Transaction<'_>,
    digest: &[u8; 32],
    expired_by: i64,
) -> Result<bool, Refusal> {
    let taken = transaction.execute(
        "DELETE FROM refresh_tokens WHERE digest = ?1",
        params![digest],
    )?;
    transaction.execute(
        "DELETE FROM refresh_tokens WHERE expires_at <= ?1",
        params![expired_by],
    )?;
    Ok(taken == 1)
}
