-- Times are milliseconds since the epoch. Tokens and codes are here as digests only.
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    rp_id TEXT NOT NULL,
    name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE credentials (
    rp_id TEXT NOT NULL,
    credential_id BLOB NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    signer_id TEXT NOT NULL UNIQUE,
    passkey TEXT NOT NULL,
    key_name TEXT,
    key_display_name TEXT,
    chains TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (rp_id, credential_id)
) STRICT;

CREATE TABLE refresh_tokens (
    digest BLOB PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE user_data (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id TEXT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (user_id, name)
) STRICT;

CREATE TABLE email_codes (
    user_id TEXT NOT NULL REFERENCES users (id),
    address TEXT NOT NULL,
    digest BLOB NOT NULL,
    tries INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, address)
) STRICT;
