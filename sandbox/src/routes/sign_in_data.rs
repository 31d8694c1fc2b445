//! What a sign-in answers on request: balance, transactions and user data.
//!
//! The wallets are made up, so balances are zero and transactions are none; the shapes are
//! those of the protocol.

use rusqlite::Transaction;
use serde::Serialize;
use serde_json::{Value, json};

use crate::body::Body;
use crate::clock::iso;
use crate::error::Refusal;
use crate::store::credentials::Signer;
use crate::store::user_data;
use crate::variants::{SignInUserdata, Variants};
use crate::wallet::{eoa_addresses, safe_address};

/// What was asked for.
pub(crate) struct Extras {
    balance: bool,
    transactions: bool,
    userdata: bool,
}

impl Extras {
    pub(crate) fn asked(body: &Body) -> Result<Self, Refusal> {
        let asked = |name| body.flag(name).map(|flag| flag.unwrap_or(false));
        Ok(Self {
            balance: asked("includeBalance")?,
            transactions: asked("includeTransactions")?,
            userdata: asked("includeUserdata")?,
        })
    }
}

/// What is answered.
#[derive(Serialize)]
pub(crate) struct Data {
    #[serde(skip_serializing_if = "Option::is_none")]
    balance: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transactions: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    userdata: Option<Userdata>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Userdata {
    Flat(Body),
    Data { data: Body },
    Aggregate(Value),
}

/// Whose data, and where.
pub(crate) struct Context<'a> {
    pub(crate) rp_id: &'a str,
    pub(crate) signer: &'a Signer,
    pub(crate) chain_id: u64,
    pub(crate) now: i64,
}

impl Context<'_> {
    pub(crate) fn collect(
        &self,
        transaction: &Transaction<'_>,
        extras: &Extras,
        variants: &Variants,
    ) -> Result<Data, Refusal> {
        let safe = self.safe();
        let userdata = if extras.userdata {
            Some(self.userdata(transaction, variants)?)
        } else {
            None
        };
        Ok(Data {
            balance: extras
                .balance
                .then(|| json!({ safe.clone(): { "address": safe, "balance": "0" } })),
            transactions: extras
                .transactions
                .then(|| json!({ "total": 0, "page": 1, "data": [] })),
            userdata,
        })
    }

    fn userdata(
        &self,
        transaction: &Transaction<'_>,
        variants: &Variants,
    ) -> Result<Userdata, Refusal> {
        let flat = || user_data::visible(transaction, &self.signer.user_id);
        Ok(match variants.sign_in_userdata {
            SignInUserdata::Flat => Userdata::Flat(flat()?),
            SignInUserdata::Data => Userdata::Data { data: flat()? },
            SignInUserdata::Aggregate => Userdata::Aggregate(self.sections()),
            SignInUserdata::Envelopes => Userdata::Aggregate(enveloped(self.sections())),
        })
    }

    fn safe(&self) -> String {
        safe_address(&self.signer.passkey.cred_id, self.chain_id)
    }

    /// The sections of `GET /v1.2/users/me`.
    fn sections(&self) -> Value {
        let (safe, at) = (self.safe(), iso(self.now));
        let user_id = &self.signer.user_id;
        json!({
            "addresses": {
                "rpId": self.rp_id,
                "externalUserId": user_id,
                "signerId": self.signer.id,
                "count": 1,
                "wallets": [{
                    "safeAddress": safe,
                    "chainIds": [self.chain_id],
                    "threshold": 1,
                    "chains": [{ "chainId": self.chain_id }],
                    "createdAt": at,
                    "updatedAt": at,
                    "primary": true,
                    "derived": {
                        "perSafe": {},
                        "global": { "eoaAddresses": eoa_addresses(&self.signer.passkey.cred_id) },
                    },
                }],
            },
            "balances": {
                "timestamp": at,
                "crypto": { self.chain_id.to_string(): { safe: { "tokens": [], "pending": [] } } },
                "fiat": {},
                "totals": {},
                "prices_available": false,
            },
            "ibans": { "count": 0, "ibans": [] },
            "signers": {
                "count": 1,
                "signers": [{ "id": self.signer.id, "type": "PASSKEY", "walletMode": "SAFE_4337" }],
            },
            "transactions": { "type": "mixed", "timestamp": at, "crypto": {}, "fiat": {} },
            "kycStatus": {
                "externalUserId": user_id,
                "kycLevel": "0",
                "status": "not_started",
                "verified": false,
            },
            "addressbook": { "success": true, "data": [] },
        })
    }
}

/// Each section as older environments wrap it.
fn enveloped(mut sections: Value) -> Value {
    for section in sections
        .as_object_mut()
        .into_iter()
        .flat_map(|sections| sections.values_mut())
    {
        *section = json!({ "status": 200, "data": section.take() });
    }
    sections
}
