/** Every code, with what it means. A code never changes its meaning; later versions may add some. */
export type IbexErrorCode =
  /** The caller's value is unusable; the message names the field; nothing was sent. */
  | "invalid_argument"
  /** There is no session; or there was, and a sign-out or another sign-in ended the call. */
  | "not_signed_in"
  /** The refresh token was refused, and the session is gone: the user has to sign in again. */
  | "session_expired"
  /** The call was made, or still pending, after `close()`. */
  | "client_closed"
  /**
   * No passkeys here: an old browser, a page that is not secure, a worker; an iframe of another origin without
   * `allow="publickey-credentials-get; publickey-credentials-create"`; a device that cannot verify its user, where the
   * browser tells; or a server, where no client is made.
   */
  | "passkey_not_supported"
  /**
   * The user declined, or the browser on the user's behalf; also where no passkey was found, which browsers do not
   * tell.
   */
  | "passkey_cancelled"
  /** The time that the API gave the ceremony elapsed; also where the page was without the focus for as long. */
  | "passkey_timeout"
  /** The authenticator has a passkey of this account already. */
  | "passkey_already_registered"
  /** The page's origin may not use the RP ID of the challenge. */
  | "passkey_rp_mismatch"
  /** The ceremony failed in another way; see `cause`. Also where the page has another prompt open. */
  | "passkey_failed"
  /** The caller's signal fired, a newer ceremony of the same client began, or the user signed out while signing in. */
  | "aborted"
  /** No answer: offline, refused by CORS or by the Content-Security-Policy, or a connection that broke. */
  | "network"
  /** No answer within {@link ClientOptions.timeout}. */
  | "timeout"
  /** 400, or another 4xx without a code of its own. */
  | "bad_request"
  /** 401, with a token that was renewed for the call; or, at a sign-in, an unknown passkey. */
  | "unauthorized"
  /** 403. */
  | "forbidden"
  /** 404, on every path that the call has. */
  | "not_found"
  /** 409. */
  | "conflict"
  /** 429, after the retries that the call has. */
  | "rate_limited"
  /** 5xx, after the retries that the call has. */
  | "server_error"
  /** An answer that is not what the protocol says: HTML, half a JSON, no token. */
  | "invalid_response"
  /** The WebAssembly module could not be fetched, compiled or started; the next `createClient` tries again. */
  | "wasm_load_failed"
  /**
   * A defect of the SDK. Where it has ended the WebAssembly instance that all clients share, `cause` is what was
   * thrown: their pending and later calls reject with it, `session` is `null`, tokens are overwritten in memory, and
   * listeners hear nothing more. Create a new client then; the user has to sign in again.
   */
  | "internal";

/** The codes of errors that are an answer of the API. */
export type AnsweredErrorCode =
  | "session_expired"
  | "bad_request"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "rate_limited"
  | "server_error";

/** What every error of this SDK has. Messages hold no token, code, address or value. */
export interface IbexErrorBase<Code extends string> extends Error {
  /** The same for all of them. */
  readonly name: "IbexError";
  /** What went wrong, in a word that never changes its meaning. */
  readonly code: Code;
  /** Whether the same call, made again later, may succeed without the user doing anything. */
  readonly retryable: boolean;
  /** The `DOMException` or `TypeError` behind it, or the reason of the signal. Absent where there is none. */
  readonly cause?: unknown;
}

/** What an error has of an answer. */
export interface AnswerDetails {
  /** The HTTP status of the answer. */
  readonly status: number;
  /** Seconds to wait, where the API said so (`Retry-After`). */
  readonly retryAfter?: number;
  /** The API's `x-request-id`, where it is exposed. */
  readonly requestId?: string;
}

/** An answer of the API that is no success. */
export interface AnsweredError<Code extends string> extends IbexErrorBase<Code>, AnswerDetails {}

/** An error without an answer of the API. */
export interface UnansweredError<Code extends string> extends IbexErrorBase<Code> {
  /** Absent where no answer came. */
  readonly status?: undefined;
  /** Absent where no answer came. */
  readonly retryAfter?: undefined;
  /** Absent where no answer came. */
  readonly requestId?: undefined;
}

/** An answer that is not what the protocol says, or what was made of one; `status` where the answer itself was read. */
export interface InvalidResponseError extends IbexErrorBase<"invalid_response">, Partial<AnswerDetails> {}

/**
 * Stands for the errors of later versions. No error has this code: it makes a `switch` over the codes need its
 * `default`, so that a new code breaks nobody's build and nobody's page.
 */
export interface UnlistedError extends IbexErrorBase<"(a code of a later version)">, Partial<AnswerDetails> {}

/**
 * An error of this SDK: a real `Error`, told apart by `code`, of which later versions may add some. Recognise one with
 * {@link isIbexError}: there is no class. Texts by code are a `Partial<Record<IbexError["code"], string>>`.
 *
 * @example
 * ```ts
 * import { isIbexError } from "ibex-wallet-sdk";
 *
 * try {
 *   await ibex.signIn();
 * } catch (error) {
 *   if (!isIbexError(error)) throw error;
 *   switch (error.code) {
 *     case "passkey_cancelled":
 *     case "aborted":
 *       break; // the user changed their mind
 *     case "rate_limited":
 *       console.warn(`${error.status}: again in ${error.retryAfter ?? 60} seconds`);
 *       break;
 *     default: // also the codes of later versions
 *       console.error(error.code, error.message, error.cause);
 *   }
 * }
 * ```
 */
export type IbexError =
  | { [Code in AnsweredErrorCode]: AnsweredError<Code> }[AnsweredErrorCode]
  | { [Code in UnansweredErrorCode]: UnansweredError<Code> }[UnansweredErrorCode]
  | InvalidResponseError
  | UnlistedError;

/** The codes of errors without an answer of the API. */
export type UnansweredErrorCode = Exclude<IbexErrorCode, AnsweredErrorCode | "invalid_response">;

export {};
