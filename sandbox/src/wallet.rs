//! Made-up wallets: addresses that look right and are the same for the same passkey and chain.

use data_encoding::HEXLOWER;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::body::Body;
use crate::call::Call;
use crate::error::Refusal;

/// The chain where nothing says which one: Arbitrum Sepolia, as in all of the vendor's examples.
const DEFAULT_CHAIN: u64 = 421_614;

#[derive(Serialize)]
pub(crate) struct EoaAddress {
    #[serde(rename = "type")]
    family: &'static str,
    address: String,
}

/// The Safe of a passkey on a chain.
pub(crate) fn safe_address(credential_id: &[u8], chain: u64) -> String {
    address("safe", credential_id, &chain.to_be_bytes())
}

/// The one plain account of a passkey.
pub(crate) fn eoa_address(credential_id: &[u8]) -> String {
    address("eoa", credential_id, &[])
}

pub(crate) fn eoa_addresses(credential_id: &[u8]) -> Vec<EoaAddress> {
    vec![EoaAddress {
        family: "EVM",
        address: eoa_address(credential_id),
    }]
}

fn address(kind: &str, credential_id: &[u8], chain: &[u8]) -> String {
    let hash = Sha256::new_with_prefix(kind)
        .chain_update(chain)
        .chain_update(credential_id);
    let hash: [u8; 32] = hash.finalize().into();
    let (address, _) = hash.split_at(20);
    format!("0x{}", HEXLOWER.encode(address))
}

/// The chains that a request is about: `chainIds`, else `chainId`, else `X-Blockchain-Id`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Chains {
    pub(crate) main: Option<u64>,
    pub(crate) all: Vec<u64>,
}

impl Chains {
    pub(crate) fn of(call: &Call, body: &Body) -> Result<Self, Refusal> {
        let header = || {
            call.header("x-blockchain-id")
                .and_then(|chain| chain.parse().ok())
        };
        let main = match body.value("chainId") {
            Some(chain) => Some(chain_id(&chain, "chainId")?),
            None => header(),
        };
        let Some(listed) = body.value("chainIds") else {
            return Ok(Self {
                main,
                all: main.into_iter().collect(),
            });
        };
        let listed = listed.as_array().filter(|listed| !listed.is_empty());
        let listed = listed.ok_or_else(|| not_a_chain("chainIds"))?;
        let all: Vec<u64> = listed
            .iter()
            .map(|chain| chain_id(chain, "chainIds"))
            .collect::<Result<_, _>>()?;
        let main = main
            .filter(|main| all.contains(main))
            .or_else(|| all.first().copied());
        Ok(Self { main, all })
    }

    /// These chains, with those known before; the default one where there is none.
    pub(crate) fn joined(self, known: &[u64]) -> (u64, Vec<u64>) {
        let mut all = known.to_vec();
        all.extend(self.all);
        let main = self
            .main
            .or_else(|| all.first().copied())
            .unwrap_or(DEFAULT_CHAIN);
        all.push(main);
        all.sort_unstable();
        all.dedup();
        (main, all)
    }
}

fn chain_id(value: &serde_json::Value, name: &str) -> Result<u64, Refusal> {
    let chain = value.as_u64().filter(|chain| *chain > 0);
    chain.ok_or_else(|| not_a_chain(name))
}

fn not_a_chain(name: &str) -> Refusal {
    Refusal::bad_request(format!("{name} must hold positive integers"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_twenty_bytes_and_stay_the_same() {
        let address = safe_address(b"passkey", 100);
        assert_eq!(address.len(), 42);
        assert_eq!(address, safe_address(b"passkey", 100));
    }

    #[test]
    fn addresses_differ_by_chain_by_passkey_and_by_kind() {
        let address = safe_address(b"passkey", 100);
        assert_ne!(address, safe_address(b"passkey", 421_614));
        assert_ne!(address, safe_address(b"another", 100));
        assert_ne!(address, eoa_address(b"passkey"));
    }

    #[test]
    fn the_default_chain_serves_where_none_is_named() {
        let none = Chains {
            main: None,
            all: Vec::new(),
        };
        assert_eq!(none.joined(&[]), (421_614, vec![421_614]));
    }
}
