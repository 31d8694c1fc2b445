import type { CallOptions } from "./call.js";
import type { Client } from "./client.js";
import type { UserDataRecord } from "./user-data.js";

/** What {@link Client.signUp} and {@link Client.prepareSignUp} take. */
export interface SignUpOptions extends CallOptions {
  /** The account's name, as the passkey prompt shows it; often an e-mail address. Default: the API's own. */
  userName?: string | undefined;
  /** The account's name for people. */
  userDisplayName?: string | undefined;
  /**
   * The passkey's name, which the API keeps. Where it keeps both names, the user's choice of passkeys shows them from
   * the next sign-in on, in the place of the account's, if the browser can (Web Authentication Level 3 §5.1.10.4).
   */
  keyName?: string | undefined;
  /** The passkey's name for people; as `keyName`. */
  keyDisplayName?: string | undefined;
  /**
   * `"conditional"` makes the passkey without a prompt and without a click, for a user who has just signed in to your
   * app with a password that the browser knows (Web Authentication Level 3 §5.1.3). A browser that never can is
   * `passkey_not_supported`, before anything is sent; one that will not now is `passkey_cancelled` at once, or
   * `passkey_timeout` in the end. Default: a prompt.
   */
  mediation?: "conditional" | undefined;
  /** The chain of the first Safe, by its EIP-155 id. */
  chainId?: number | undefined;
  /** The chains of the first Safes. Wins over `chainId`. */
  chainIds?: number[] | undefined;
}

/** What {@link Client.signIn} takes. */
export interface SignInOptions extends CallOptions {
  /** Adds `balance` to the result. */
  includeBalance?: boolean | undefined;
  /** Adds `transactions` to the result. */
  includeTransactions?: boolean | undefined;
  /** Adds `userdata` (or `me`) to the result. */
  includeUserdata?: boolean | undefined;
  /** The chain that `balance` and `transactions` are read from, by its EIP-155 id. */
  chainId?: number | undefined;
  /** Pins the session to this Safe of the signer. */
  safeAddress?: string | undefined;
  /** The slot of the Safe; `""` is the primary one. */
  deploySaltNonce?: string | undefined;
  /**
   * How the browser offers the passkey (Credential Management Level 1 §2.3.2). Default: `"optional"`. `"conditional"` is
   * autofill: see {@link Client.signIn}.
   */
  mediation?: "optional" | "conditional" | "required" | undefined;
}

/**
 * Who is signed in. Never a token. What the API did not say is absent, never `null`; lists and maps are empty then.
 * A renewal keeps what its answer does not name.
 */
export interface Session {
  /** The user, by the API's own id. */
  externalUserId: string;
  /** The tenant: the token's `iss`. */
  rpId?: string;
  /** The signer: the token's `sid`. */
  signerId?: string;
  /** The user's roles; `[]` where the API names none. */
  roles: string[];
  /** How the user signed in, such as `"PASSKEY"`. */
  authMethod?: string;
  /** Whether the user has a passkey. */
  hasPasskey?: boolean;
  /** Whether the passkey's PRF output derives the keys. */
  prfCapable?: boolean;
  /** The chain that the session works on, by its EIP-155 id. */
  chainId?: number;
  /** The Safe on each chain: address by chain id. `{}` where there is none. */
  safeAddress: Record<string, string>;
  /** The EVM address of the signer. */
  eoaAddress?: string;
  /** All derived addresses; `[]` where the API names none. */
  eoaAddresses: {
    /** The family of chains, such as `"SOLANA"`. */
    type: string;
    /** In the family's own notation. */
    address: string;
  }[];
  /** The passkey's name. With `keyDisplayName`, what the user's choice of passkeys shows after a sign-in. */
  keyName?: string;
  /** The passkey's name for people. */
  keyDisplayName?: string;
  /**
   * When the access token ends: milliseconds since the epoch, for display only. The SDK counts by a clock that cannot
   * be set.
   */
  expiresAt: number;
  /** When the refresh token ends: milliseconds since the epoch, for display only. */
  refreshExpiresAt: number;
}

/** What {@link Client.signIn} brings: the session, and what was asked for with it, absent where the API sent none. */
export type SignInResult = Session & {
  /** As {@link UserData.get}. */
  userdata?: UserDataRecord;
  /** As the API sends it. */
  balance?: unknown;
  /** As the API sends it. */
  transactions?: unknown;
  /**
   * What came as `userdata`, untouched, where the API sends the aggregate of `/v1.2/users/me` instead of the user data.
   */
  me?: unknown;
};

export {};
