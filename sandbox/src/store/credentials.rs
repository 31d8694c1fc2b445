//! Users and their passkeys, per tenant.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use webauthn_rs_core::proto::Credential;

use crate::error::Refusal;

/// A user who is about to exist.
pub(crate) struct NewUser<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) display_name: &'a str,
}

/// One passkey of one user.
pub(crate) struct Signer {
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) passkey: Credential,
    pub(crate) key_name: Option<String>,
    pub(crate) key_display_name: Option<String>,
    pub(crate) chains: Vec<u64>,
}

/// Adds a user with the first passkey; a credential id that is taken is refused.
pub(crate) fn add(
    transaction: &Transaction<'_>,
    rp_id: &str,
    user: &NewUser<'_>,
    signer: &Signer,
    now: i64,
) -> Result<(), Refusal> {
    transaction.execute(
        "INSERT INTO users (id, rp_id, name, display_name, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![user.id, rp_id, user.name, user.display_name, now],
    )?;
    let added = transaction.execute(
        "INSERT INTO credentials (rp_id, credential_id, user_id, signer_id, passkey, key_name,
             key_display_name, chains, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (rp_id, credential_id) DO NOTHING",
        params![
            rp_id,
            signer.passkey.cred_id,
            signer.user_id,
            signer.id,
            json(&signer.passkey)?,
            signer.key_name,
            signer.key_display_name,
            json(&signer.chains)?,
            now
        ],
    )?;
    if added == 0 {
        return Err(Refusal::conflict("credential is already registered"));
    }
    Ok(())
}

/// The passkey with this credential id.
pub(crate) fn find(
    connection: &Connection,
    rp_id: &str,
    credential_id: &[u8],
) -> Result<Option<Signer>, Refusal> {
    let query = "SELECT signer_id, user_id, passkey, key_name, key_display_name, chains
         FROM credentials WHERE rp_id = ?1 AND credential_id = ?2";
    let found = connection
        .query_row(query, params![rp_id, credential_id], signer)
        .optional()?;
    found.transpose()
}

/// Keeps what a sign-in changed: the signature counter, and the chains.
pub(crate) fn update(
    transaction: &Transaction<'_>,
    passkey: &Credential,
    signer_id: &str,
    chains: &[u64],
) -> Result<(), Refusal> {
    transaction.execute(
        "UPDATE credentials SET passkey = ?1, chains = ?2 WHERE signer_id = ?3",
        params![json(passkey)?, json(&chains)?, signer_id],
    )?;
    Ok(())
}

/// The credential ids of all users of this name.
pub(crate) fn ids_by_user_name(
    connection: &Connection,
    rp_id: &str,
    name: &str,
) -> Result<Vec<Vec<u8>>, Refusal> {
    let mut statement = connection.prepare(
        "SELECT credential_id FROM credentials JOIN users ON users.id = user_id
         WHERE users.rp_id = ?1 AND users.name = ?2 ORDER BY credentials.created_at",
    )?;
    let ids = statement.query_map(params![rp_id, name], |row| row.get(0))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Whether this tenant has this user.
pub(crate) fn user_exists(
    connection: &Connection,
    rp_id: &str,
    user_id: &str,
) -> Result<bool, Refusal> {
    let query = "SELECT 1 FROM users WHERE id = ?1 AND rp_id = ?2";
    let found = connection
        .query_row(query, params![user_id, rp_id], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

fn signer(row: &Row<'_>) -> rusqlite::Result<Result<Signer, Refusal>> {
    let passkey: String = row.get(2)?;
    let chains: String = row.get(5)?;
    let (Ok(passkey), Ok(chains)) = (
        serde_json::from_str(&passkey),
        serde_json::from_str(&chains),
    ) else {
        return Ok(Err(Refusal::internal()));
    };
    Ok(Ok(Signer {
        id: row.get(0)?,
        user_id: row.get(1)?,
        passkey,
        key_name: row.get(3)?,
        key_display_name: row.get(4)?,
        chains,
    }))
}

fn json(value: &impl serde::Serialize) -> Result<String, Refusal> {
    serde_json::to_string(value).map_err(|_| Refusal::internal())
}
