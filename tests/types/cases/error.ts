// Errors are told apart by their code, and a later version may add codes without breaking anybody's build.
import { isIbexError } from "ibex-wallet-sdk";
import type { IbexError, IbexErrorCode } from "ibex-wallet-sdk";
import { type Equal, proves } from "./proof.js";

function narrows(caught: unknown) {
  if (!isIbexError(caught)) return;
  proves<Equal<typeof caught, IbexError>>();
  const real: Error = caught;
  proves<Equal<typeof caught.retryable, boolean>>();
  proves<Equal<typeof caught.cause, unknown>>();
  proves<Equal<typeof caught.status, number | undefined>>();
  proves<Equal<typeof caught.retryAfter, number | undefined>>();
  if (caught.code === "rate_limited") {
    proves<Equal<typeof caught.status, number>>();
    proves<Equal<typeof caught.retryAfter, number | undefined>>();
    proves<Equal<typeof caught.requestId, string | undefined>>();
  } else if (caught.code === "network") {
    proves<Equal<typeof caught.status, undefined>>();
    proves<Equal<typeof caught.retryAfter, undefined>>();
  } else if (caught.code === "invalid_response") {
    proves<Equal<typeof caught.status, number | undefined>>();
  }
  // @ts-expect-error a slip of the pen is no code
  if (caught.code === "rate_limit") return;
  // @ts-expect-error what went wrong cannot be changed
  caught.code = "network";
  // @ts-expect-error without an answer there is no status
  if (caught.code === "timeout") caught.status.toFixed();
  // @ts-expect-error the API may not have named a time
  if (caught.code === "rate_limited") caught.retryAfter.toFixed();
  return real;
}

// Every code that there is, and no other.
const table: Record<IbexErrorCode, true> = {
  invalid_argument: true,
  not_signed_in: true,
  session_expired: true,
  client_closed: true,
  passkey_not_supported: true,
  passkey_cancelled: true,
  passkey_timeout: true,
  passkey_already_registered: true,
  passkey_rp_mismatch: true,
  passkey_failed: true,
  aborted: true,
  network: true,
  timeout: true,
  bad_request: true,
  unauthorized: true,
  forbidden: true,
  not_found: true,
  conflict: true,
  rate_limited: true,
  server_error: true,
  invalid_response: true,
  wasm_load_failed: true,
  internal: true,
};
proves<Equal<IbexErrorCode extends IbexError["code"] ? true : false, true>>();

/** A `switch` that knows every code of today. */
function without_default(error: IbexError): string {
  switch (error.code) {
    case "invalid_argument":
    case "not_signed_in":
    case "session_expired":
    case "client_closed":
    case "passkey_not_supported":
    case "passkey_cancelled":
    case "passkey_timeout":
    case "passkey_already_registered":
    case "passkey_rp_mismatch":
    case "passkey_failed":
    case "aborted":
    case "network":
    case "timeout":
    case "bad_request":
    case "unauthorized":
    case "forbidden":
    case "not_found":
    case "conflict":
    case "rate_limited":
    case "server_error":
    case "invalid_response":
    case "wasm_load_failed":
    case "internal":
      return error.code;
  }
  // @ts-expect-error it is not the end of the list: codes may be added
  const nothing: never = error;
  return nothing;
}

// @ts-expect-error a switch without a default does not answer for the codes to come
function returns_nothing(error: IbexError): string {
  switch (error.code) {
    case "network":
      return "offline";
  }
}

// A table of texts has gaps, and says so.
const texts: Partial<Record<IbexError["code"], string>> = { network: "You are offline.", timeout: "Try again." };
const text = (error: IbexError) => texts[error.code] ?? error.message;
// @ts-expect-error a whole table cannot be asked for a code of a later version
const whole = (error: IbexError) => table[error.code];

export { narrows, returns_nothing, text, whole, without_default };
