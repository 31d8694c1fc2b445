import type { CallOptions } from "./call.js";

/** A value of user data. Numbers are finite. */
export type UserDataValue = string | number | boolean;

/**
 * What a key that begins with `private.` is when it is read: nothing. Such keys are written and never read back, so
 * this type is neither a string nor a number, and no value ever has it. It is a `UserDataValue` only so that a record
 * can be handed on.
 */
export type WriteOnly = false & {
  /** Tells this type from every other; no value has it. */
  readonly [writeOnly]: "keys that begin with `private.` are written and never read back";
};

declare const writeOnly: unique symbol;

/** User data as it is read: a flat map. Dots in a key have no meaning but for the prefix `private.`. */
export interface UserDataRecord {
  /** What is stored under the key. */
  [key: string]: UserDataValue;
  /** Never there. */
  [key: `private.${string}`]: WriteOnly;
}

/** Private user data (IBEX Safe). */
export interface UserData {
  /**
   * Reads everything but keys that begin with `private.`; `{}` where nothing is stored. Identical reads in flight are
   * one request; nothing is kept once it is answered.
   *
   * `GET /v1.2/ibexsafe/userdata/external/{externalUserId}`; where that is refused whatever the token, `POST
   * /v1.2/ibexsafe/userdata` without values; on an older API, the same under `/v1.1`.
   *
   * @throws {IbexError} `not_signed_in`, `session_expired`; `aborted`, `client_closed`; what the API answers, or that
   * it does not.
   *
   * @example
   * ```ts
   * const { firstName, ...others } = await ibex.userData.get();
   * ```
   */
  get(options?: CallOptions): Promise<UserDataRecord>;

  /**
   * Merges these values into what is stored; `null` deletes a key, and `undefined` is refused. The values are taken at
   * the call. Calls in flight reach the server in the order of the calls. `set({})` sends nothing.
   *
   * `POST /v1.2/ibexsafe/userdata`; on an older API the same under `/v1.1`, then `POST /v1.2/users/me`.
   *
   * @throws {IbexError} `invalid_argument` naming the key; nothing was sent then. As {@link UserData.get} else. After
   * `network` or `timeout` the values may have been stored or not; the same call can be made again.
   *
   * @example
   * ```ts
   * await ibex.userData.set({ firstName: "Jane", "optin.newsletter": true, "private.apiKey": "s3cret", phone: null });
   * ```
   */
  set(values: Record<string, UserDataValue | null>, options?: CallOptions): Promise<void>;

  /**
   * Deletes these keys: {@link UserData.set} with `null` for each. Keys that begin with `private.` too.
   *
   * @throws {IbexError} As {@link UserData.set}.
   */
  delete(...keys: string[]): Promise<void>;
}

export {};
