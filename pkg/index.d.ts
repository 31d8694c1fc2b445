/**
 * Browser SDK of the IBEx Wallet API. The WebAssembly module travels inside this entry: nothing has to be configured,
 * copied or served. `ibex-wallet-sdk/slim` is the same with the module as a file.
 *
 * Importing does nothing, in a browser, a worker and a server alike. Tokens live in WebAssembly memory: no method
 * returns one, and a reload signs the user out. Everything that can fail rejects with an {@link IbexError}.
 *
 * @module ibex-wallet-sdk
 */

import type { Client, ClientOptions } from "./types/client.js";
import type { DiagnoseOptions, Diagnosis } from "./types/diagnosis.js";
import type { IbexError } from "./types/error.js";

/** The version of this package. */
export const version: string;

/**
 * Makes a client without a session. The WebAssembly module is compiled once per page, at the first call, however often
 * it is called. After `internal`, which ends every client there is, a new client gets a fresh instance of the module.
 *
 * In a worker all works but the ceremonies, `signUp` and `signIn`, which need a page. On a server it rejects: a server
 * must not hold a user's session.
 *
 * @throws {IbexError} `invalid_argument` naming the option; `passkey_not_supported` in Node and in a server render;
 * `wasm_load_failed`, after which it can be tried again.
 *
 * @example
 * ```ts
 * import { createClient } from "ibex-wallet-sdk";
 *
 * const ibex = await createClient({ baseUrl: "https://passkeys-productionv2.ibex.fi" });
 * await ibex.signUp({ userName: "jane.doe@foo.domain", userDisplayName: "Jane Doe" });
 * await ibex.userData.set({ firstName: "Jane", "private.apiKey": "s3cret", phone: null });
 * const data = await ibex.userData.get(); // { firstName: "Jane" }
 * ```
 */
export function createClient(options: ClientOptions): Promise<Client>;

/** Whether something that was caught is an error of this SDK, by whichever entry or instance it was made. */
export function isIbexError(value: unknown): value is IbexError;

/**
 * Looks for what keeps passkeys, this SDK or the API from working here, and says what to do about it. It loads no
 * WebAssembly module, opens no prompt and sends no secret: it asks the browser what it can do, and the API at `baseUrl`
 * for a sign-in challenge that nobody answers. Whether the page may use an RP ID that is not its own host, a browser
 * tells only where it takes signals, so it is signalled that a passkey which nobody has is unknown.
 *
 * It always settles: nothing is waited for longer than five seconds. An app that does not import it does not carry it.
 * On a server, where there is nothing to look at, `webauthn` is `"no"` and all else `"unknown"`.
 *
 * @throws {IbexError} `invalid_argument` naming the option.
 *
 * @example
 * ```ts
 * import { diagnose } from "ibex-wallet-sdk";
 *
 * const { ok, findings } = await diagnose({ baseUrl: "https://passkeys-productionv2.ibex.fi" });
 * if (!ok) console.table(findings);
 * ```
 */
export function diagnose(options?: DiagnoseOptions): Promise<Diagnosis>;

export type { CallOptions, RequestOptions } from "./types/call.js";
export type { Client, ClientEvents, ClientOptions } from "./types/client.js";
export type { DiagnoseOptions, Diagnosis, Finding, FindingName } from "./types/diagnosis.js";
export type { ConfirmEmailOptions, Email } from "./types/email.js";
export type {
  AnswerDetails,
  AnsweredError,
  AnsweredErrorCode,
  IbexError,
  IbexErrorBase,
  IbexErrorCode,
  InvalidResponseError,
  UnansweredError,
  UnansweredErrorCode,
  UnlistedError,
} from "./types/error.js";
export type { Session, SignInOptions, SignInResult, SignUpOptions } from "./types/session.js";
export type { UserData, UserDataRecord, UserDataValue, WriteOnly } from "./types/user-data.js";
