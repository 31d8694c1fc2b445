import type { CallOptions } from "./call.js";

/** E-mail verification: a code is sent to the address and given back. */
export interface Email {
  /**
   * Has a code sent. The API does not tell whether it knows the address.
   *
   * `POST /v1.2/ibexsafe/validateEmail`; on an older API the same under `/v1.1`, then `POST
   * /v1.2/users/me/validate-email`.
   *
   * @throws {IbexError} `invalid_argument` where it cannot be an address; `not_signed_in`, `session_expired`;
   * `aborted`, `client_closed`; what the API answers, such as `rate_limited`, or that it does not.
   */
  validate(email: string, options?: CallOptions): Promise<void>;

  /**
   * Gives the code back. The address and the opt-ins are then in the user data.
   *
   * `POST /v1.2/ibexsafe/confirmEmail`; on an older API the same under `/v1.1`, then `POST
   * /v1.2/users/me/confirm-email`.
   *
   * @throws {IbexError} `bad_request` where the code is wrong, used or too old. As {@link Email.validate} else.
   *
   * @example
   * ```ts
   * await ibex.email.validate("jane.doe@foo.domain");
   * await ibex.email.confirm({ email: "jane.doe@foo.domain", code: "123456", userDataName: "email", optinNews: true });
   * ```
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
  userDataName?: string | undefined;
  /** Stored as `optin.newsletter`. */
  optinNews?: boolean | undefined;
  /** Stored as `optin.walletAlerts`. */
  optinNotifications?: boolean | undefined;
}

export {};
