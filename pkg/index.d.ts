/**
 * Browser SDK of the IBEx Wallet API.
 *
 * Importing does nothing. Tokens live in WebAssembly memory: no method returns one, and a reload signs the user out.
 * Everything that can fail rejects with an {@link IbexError}.
 *
 * @packageDocumentation
 */

/** The version of this package. */
export const version: string;

/**
 * Loads the WebAssembly module, once per page however often it is called, and makes a client without a session.
 *
 * After `internal`, which ends every client there is, a new client gets a fresh instance of the module.
 *
 * @throws {IbexError} `invalid_argument` naming the option; `wasm_load_failed`, after which it can be tried again.
 *
 * @example
 * ```js
 * const ibex = await createClient({ baseUrl: "https://passkeys-productionv2.ibex.fi" });
 * await ibex.signUp({ userName: "jane.doe@foo.domain", userDisplayName: "Jane Doe" });
 * await ibex.userData.set({ firstName: "Jane", "private.apiKey": "s3cret", phone: null });
 * const data = await ibex.userData.get(); // { firstName: "Jane" }
 * ```
 */
export function createClient(options: ClientOptions): Promise<Client>;

/** Whether something that was caught is an error of this SDK. */
export function isIbexError(value: unknown): value is IbexError;

/** What {@link createClient} takes. */
export interface ClientOptions {
  /** The API's origin, or a prefix on the page's own origin such as `"/api/ibex"`. https, or http on a loopback name. */
  baseUrl: string | URL;
  /** The tenant, where it is not the page's host. Sent as `?rpId=` on sign-up and sign-in, as `X-RpId` on every call. */
  rpId?: string;
  /** The tenant's key, sent as `x-api-key`. */
  apiKey?: string;
  /** The chain, sent as `X-Blockchain-Id`. */
  chainId?: number;
  /** The header that carries the access token. The others than the default serve proxies on the page's own origin. */
  authHeader?: "authorization" | "x-ibex-auth" | "both";
  /** Milliseconds for one HTTP request. Default 30000. A `Retry-After` that is longer is not waited for. */
  timeout?: number;
  /** Seconds before the expiry at which a token is renewed. Default 300; half of a life that is shorter than twice that. */
  refreshMargin?: number;
  /** Sent with every request. They cannot override the SDK's own. */
  headers?: Record<string, string>;
}

/** A client of the API, for one page and one user at a time. */
export interface Client {
  /** Who is signed in. A new object each time; changing it changes nothing. */
  readonly session: Session | null;

  /**
   * Makes a passkey and an account for it, and signs in (`GET` and `POST /v1.2/auth/sign-up`). Replaces the session there is.
   *
   * @throws {IbexError} `passkey_cancelled`, `passkey_timeout`, `passkey_already_registered`, `passkey_rp_mismatch`,
   * `passkey_not_supported`, `passkey_failed`; `aborted`; what the API answers.
   */
  signUp(options?: SignUpOptions): Promise<Session>;

  /**
   * Signs in with a passkey that the user chooses (`GET` and `POST /v1.2/auth/sign-in`). Replaces the session there is.
   * One ceremony per client at a time: a newer one ends the older with `aborted`.
   *
   * @throws {IbexError} As {@link Client.signUp}; `unauthorized` where the API does not know the passkey.
   */
  signIn(options?: SignInOptions): Promise<SignInResult>;

  /**
   * Renews the tokens now, however young they are (`POST /v1.2/auth/refresh`). Nobody needs to call it: tokens are renewed in time.
   *
   * @throws {IbexError} `session_expired` where the refresh token was refused: the user has to sign in again.
   */
  refresh(options?: CallOptions): Promise<Session>;

  /** Forgets the session. Local: the API has no sign-out. */
  signOut(): void;

  /** Private user data (IBEX Safe). */
  readonly userData: UserData;

  /** E-mail verification. */
  readonly email: Email;

  /**
   * Any other endpoint, with the session's token. A GET without an answer, or with 429, 502, 503 or 504, is sent three times
   * in all; anything else once, and once more after a 429 with `Retry-After`. Identical GETs in flight share one request.
   *
   * @param method GET, HEAD, POST, PUT, PATCH or DELETE.
   * @param path Begins with one `/`; never a URL. May have a query, to which `options.query` is added.
   * @returns The parsed JSON, `undefined` where the answer is empty.
   */
  request<T = unknown>(method: string, path: string, options?: RequestOptions): Promise<T>;

  /**
   * Listens to changes. Listeners are called after the change; what one throws is reported as an uncaught error.
   *
   * @returns Takes the listener away.
   * @throws {IbexError} At once, not as a promise: `invalid_argument`, `client_closed`, `internal`.
   */
  on<E extends keyof ClientEvents>(type: E, listener: (event: ClientEvents[E]) => void): () => void;

  /** Wipes the session and takes an open prompt away. Calls that are pending or come later reject with `client_closed`. */
  close(): void;
}

/** A call that can be ended. */
export interface CallOptions {
  /** Ends the call at once with `aborted`, and its request. Where it has fired already, nothing is sent. */
  signal?: AbortSignal;
}

/** What {@link Client.signUp} takes. */
export interface SignUpOptions extends CallOptions {
  /** The account's name, as the passkey prompt shows it; often an e-mail address. */
  userName?: string;
  /** The account's name for people. */
  userDisplayName?: string;
  /** The passkey's name. */
  keyName?: string;
  /** The passkey's name for people. */
  keyDisplayName?: string;
  /** The chain of the first Safe. */
  chainId?: number;
  /** The chains of the first Safes. Wins over `chainId`. */
  chainIds?: number[];
}

/** What {@link Client.signIn} takes. */
export interface SignInOptions extends CallOptions {
  /** Adds `balance` to the result. */
  includeBalance?: boolean;
  /** Adds `transactions` to the result. */
  includeTransactions?: boolean;
  /** Adds `userdata` (or `me`) to the result. */
  includeUserdata?: boolean;
  /** The chain that `balance` and `transactions` are read from. */
  chainId?: number;
  /** Pins the session to this Safe of the signer. */
  safeAddress?: string;
  /** The slot of the Safe; `""` is the primary one. */
  deploySaltNonce?: string;
  /** How the browser offers the passkey (Credential Management Level 1). */
  mediation?: "optional" | "required";
}

/** Who is signed in. Never a token. */
export interface Session {
  externalUserId: string;
  rpId?: string;
  signerId?: string;
  roles: string[];
  /** Such as `"PASSKEY"`. */
  authMethod?: string;
  hasPasskey?: boolean;
  /** Whether the passkey's PRF output derives the keys. */
  prfCapable?: boolean;
  chainId?: number;
  /** The Safe on each chain: address by chain id. */
  safeAddress: Record<string, string>;
  eoaAddress?: string;
  eoaAddresses: { type: string; address: string }[];
  keyName?: string;
  keyDisplayName?: string;
  /** Milliseconds since the epoch, for display only: the SDK counts by a clock that cannot be set. */
  expiresAt: number;
  /** Milliseconds since the epoch, for display only. */
  refreshExpiresAt: number;
}

/** What {@link Client.signIn} brings. */
export type SignInResult = Session & {
  /** As {@link UserData.get}. */
  userdata?: Record<string, UserDataValue>;
  /** As the API sends it. */
  balance?: unknown;
  /** As the API sends it. */
  transactions?: unknown;
  /** What came as `userdata`, untouched, where the API sends the aggregate of `/users/me` instead of the user data. */
  me?: unknown;
};

/** A value of user data. */
export type UserDataValue = string | number | boolean;

/** Private user data: a flat map; dots in a key have no meaning but for the prefix `private.`. */
export interface UserData {
  /** Everything but keys that begin with `private.`, which are never read back. `{}` where nothing is stored. */
  get(options?: CallOptions): Promise<Record<string, UserDataValue>>;
  /**
   * Merges these values into what is stored; `null` deletes a key. The values are taken at the call. Calls in flight reach
   * the server in the order of the calls. `set({})` sends nothing. After `network` or `timeout` the values may have been
   * stored or not; the same call can be made again.
   *
   * @throws {IbexError} `invalid_argument` naming the key; nothing was sent then.
   */
  set(values: Record<string, UserDataValue | null>, options?: CallOptions): Promise<void>;
  /** Deletes these keys. */
  delete(...keys: string[]): Promise<void>;
}

/** E-mail verification: a code is sent to the address and given back. */
export interface Email {
  /** Has a code sent. The API does not tell whether it knows the address. */
  validate(email: string, options?: CallOptions): Promise<void>;
  /**
   * Gives the code back; the address and the opt-ins are then in the user data.
   *
   * @throws {IbexError} `bad_request` where the code is wrong, used or too old.
   */
  confirm(options: ConfirmEmailOptions): Promise<void>;
}

/** What {@link Email.confirm} takes. */
export interface ConfirmEmailOptions extends CallOptions {
  /** The address that the code was sent to. */
  email: string;
  /** The code. */
  code: string;
  /** The user-data key for the address. The API's default is `"marketing.email"`. */
  userDataName?: string;
  /** Stored as `optin.newsletter`. */
  optinNews?: boolean;
  /** Stored as `optin.walletAlerts`. */
  optinNotifications?: boolean;
}

/** What {@link Client.request} takes. */
export interface RequestOptions extends CallOptions {
  /** Added to what the path has. */
  query?: Record<string, string | number | boolean>;
  /** Sent as JSON. Not with GET or HEAD. */
  body?: unknown;
  /** Sent with this request. They cannot override the SDK's own. */
  headers?: Record<string, string>;
}

/** What {@link Client.on} can listen to. */
export interface ClientEvents {
  /** Signed in, renewed, or gone (`null`). */
  session: Session | null;
  /** What failed in the background, such as a renewal that nobody waits for. */
  error: IbexError;
}

/** Every code, with what it means. Codes never change their meaning; later versions may add some. */
export type IbexErrorCode =
  /** The caller's value is unusable; the message names the field; nothing was sent. */
  | "invalid_argument"
  /** There is no session. */
  | "not_signed_in"
  /** The refresh token was refused; the session is gone. */
  | "session_expired"
  /** The call was made, or still pending, after `close()`. */
  | "client_closed"
  | "passkey_not_supported"
  /** The user declined, or the browser on the user's behalf. */
  | "passkey_cancelled"
  | "passkey_timeout"
  | "passkey_already_registered"
  /** The page's origin may not use the RP ID of the challenge. */
  | "passkey_rp_mismatch"
  | "passkey_failed"
  /** The caller's signal fired, or a newer ceremony of the same client began. */
  | "aborted"
  /** No answer. */
  | "network"
  /** No answer in time. */
  | "timeout"
  /** 400, or another 4xx without a code of its own. */
  | "bad_request"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "rate_limited"
  | "server_error"
  /** An answer that is not what the protocol says. */
  | "invalid_response"
  | "wasm_load_failed"
  /**
   * A defect of the SDK. Where it has ended the WebAssembly instance that all clients share, `cause` is what was thrown: their
   * pending and later calls reject with it, `session` is `null`, tokens are overwritten in memory, and listeners hear nothing
   * more. Create a new client then; the user has to sign in again.
   */
  | "internal";

interface ErrorOf<Code extends string> extends Error {
  readonly name: "IbexError";
  readonly code: Code;
  /** Whether the same call, made again later, may succeed without the user doing anything. */
  readonly retryable: boolean;
  /** The `DOMException` or `TypeError` behind it, or the reason of the signal. */
  readonly cause?: unknown;
}

/** What the API answered. */
interface AnsweredError<Code extends string> extends ErrorOf<Code> {
  /** The HTTP status. */
  readonly status: number;
  /** Seconds to wait, where the API said so. */
  readonly retryAfter?: number;
  /** The API's `x-request-id`, where it is exposed. */
  readonly requestId?: string;
}

type AnsweredCode =
  | "session_expired"
  | "bad_request"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "rate_limited"
  | "server_error";

/** An error of this SDK; `code` tells which. Messages hold no token, code, address or value. */
export type IbexError =
  | { [Code in AnsweredCode]: AnsweredError<Code> }[AnsweredCode]
  | (ErrorOf<"invalid_response"> & Partial<Pick<AnsweredError<string>, "status" | "requestId">>)
  | { [Code in Exclude<IbexErrorCode, AnsweredCode | "invalid_response">]: ErrorOf<Code> }[Exclude<
      IbexErrorCode,
      AnsweredCode | "invalid_response"
    >];
