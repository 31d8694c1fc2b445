//! The database: SQLite, in memory or in a file.
//!
//! Each request that writes is one transaction, so nothing half-written stays; with a file, an
//! acknowledged write survives the sudden end of the process and of the machine.

pub(crate) mod credentials;
pub(crate) mod email_codes;
pub(crate) mod refresh_tokens;
pub(crate) mod user_data;

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use crate::error::Refusal;
use crate::random;
use crate::token::Secret;

/// Goes up with each change of the schema; a file of another version is left alone.
const SCHEMA_VERSION: i64 = 1;

const SCHEMA: &str = include_str!("store/schema.sql");

/// Data of all tenants, and the secret that their tokens are signed with.
pub(crate) struct Store {
    connection: Mutex<Connection>,
    secret: Mutex<Secret>,
}

impl Store {
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Refusal> {
        let mut connection = match path {
            Some(path) => {
                make_private(path);
                Connection::open(path)?
            }
            None => Connection::open_in_memory()?,
        };
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        match transaction.query_row("PRAGMA user_version", [], |row| row.get(0))? {
            0 => {
                transaction.execute_batch(SCHEMA)?;
                transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
            }
            SCHEMA_VERSION => {}
            _ => {
                eprintln!("ibex-sandbox: the database is of another version");
                return Err(Refusal::internal());
            }
        }
        let secret = secret(&transaction)?;
        transaction.commit()?;
        Ok(Self {
            connection: Mutex::new(connection),
            secret: Mutex::new(secret),
        })
    }

    /// Runs `work` in one transaction, which is kept if `work` succeeds and undone if it does not.
    pub(crate) fn transaction<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = work(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }

    /// Reads; whatever `work` reads belongs to one state of the data.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        work(
            &self
                .connection
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    pub(crate) fn secret(&self) -> Secret {
        self.secret
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Forgets everything, the secret too: no token of before is worth anything after.
    pub(crate) fn reset(&self) -> Result<(), Refusal> {
        let secret = self.transaction(|transaction| {
            transaction.execute_batch(
                "DELETE FROM meta; DELETE FROM refresh_tokens; DELETE FROM email_codes;
                 DELETE FROM user_data; DELETE FROM credentials; DELETE FROM users;",
            )?;
            secret(transaction)
        })?;
        *self.secret.lock().unwrap_or_else(PoisonError::into_inner) = secret;
        Ok(())
    }
}

/// Makes a new file readable by its owner only: it holds private data and the secret.
/// Whatever fails here fails again, and is told, when the file is opened.
#[cfg(unix)]
fn make_private(path: &Path) {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::OpenOptions::new();
    let _ = options.write(true).create_new(true).mode(0o600).open(path);
}

#[cfg(not(unix))]
fn make_private(_: &Path) {}

/// The stored secret, made on first use.
fn secret(transaction: &Transaction<'_>) -> Result<Secret, Refusal> {
    let stored = "SELECT value FROM meta WHERE key = 'secret'";
    if let Some(bytes) = transaction
        .query_row(stored, [], |row| row.get(0))
        .optional()?
    {
        return Ok(Secret::new(bytes));
    }
    let bytes = random::bytes::<64>()?;
    transaction.execute(
        "INSERT INTO meta (key, value) VALUES ('secret', ?1)",
        [&bytes[..]],
    )?;
    Ok(Secret::new(bytes))
}
