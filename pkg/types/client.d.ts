import type { CallOptions, RequestOptions } from "./call.js";
import type { Email } from "./email.js";
import type { IbexError } from "./error.js";
import type { Session, SignInOptions, SignInResult, SignUpOptions } from "./session.js";
import type { UserData } from "./user-data.js";

/** What {@link createClient} takes. What is absent, `undefined` or `null` is not sent. */
export interface ClientOptions {
  /**
   * The API's origin, without `/v1.2`, or a prefix on the page's own origin such as `"/api/ibex"`. https, or http on a
   * loopback name; no user, password, query or fragment. Tokens go there and nowhere else.
   */
  baseUrl: string | URL;
  /**
   * The tenant, where it is not the page's host. Sent as `?rpId=` on sign-up and sign-in, as `X-RpId` on every call.
   */
  rpId?: string | undefined;
  /** The tenant's key, sent as `x-api-key`. Whoever opens the page can read it. */
  apiKey?: string | undefined;
  /** The chain, by its EIP-155 id, sent as `X-Blockchain-Id`. */
  chainId?: number | undefined;
  /**
   * The header that carries the access token. Default: `"authorization"`. The others serve proxies on the page's own
   * origin: `"x-ibex-auth"` is `X-IBEx-Auth`, `"both"` is the two.
   */
  authHeader?: "authorization" | "x-ibex-auth" | "both" | undefined;
  /**
   * Milliseconds for one HTTP request, up to a day. Default: 30000. A `Retry-After` that is longer is not waited for.
   */
  timeout?: number | undefined;
  /**
   * Seconds before the expiry at which a token is renewed, up to a day. Default: 300; half of a life that is shorter
   * than twice that.
   */
  refreshMargin?: number | undefined;
  /** Sent with every request. They cannot override the SDK's own. */
  headers?: Record<string, string> | undefined;
}

/**
 * A client of the API, for one page and one user at a time. Its methods need no `this`. Every call belongs to the
 * session in which it was made: after another sign-in or a sign-out it sends nothing more, and rejects with
 * `not_signed_in` unless the answer to what it had sent arrives.
 */
export interface Client {
  /** Who is signed in; `null` where nobody is. A new object each time; changing it changes nothing. */
  readonly session: Session | null;

  /**
   * Fetches the challenge of a sign-up ahead, so that the {@link Client.signUp} in a click reaches the passkey prompt
   * while the click still counts: Safari shows none after a wait. Call it when the names are known, with the options of
   * that sign-up; other names make another challenge. One that is there and fresh is kept, one past three quarters of
   * its life replaced, by the next call or by the sign-up itself.
   *
   * `GET /v1.2/auth/sign-up`.
   *
   * @throws {IbexError} `passkey_not_supported`, `aborted`, `client_closed`, `invalid_argument`; what the API answers,
   * or that it does not. The sign-up then asks for itself.
   */
  prepareSignUp(options?: SignUpOptions): Promise<void>;

  /**
   * Makes a passkey and an account for it, and signs in. Replaces the session there is. Call it in a click: Safari
   * shows no prompt without one. One ceremony per client at a time: a newer one ends the older with `aborted`. A
   * passkey whose account the API refuses is taken out of the user's choice again, where the browser can.
   *
   * With `mediation: "conditional"` there is no prompt, and no click is needed.
   *
   * `GET` and `POST /v1.2/auth/sign-up`; Web Authentication Level 3 §5.1.3.
   *
   * @throws {IbexError} `passkey_cancelled`, `passkey_timeout`, `passkey_already_registered`, `passkey_rp_mismatch`,
   * `passkey_not_supported`, `passkey_failed`; `aborted`, `client_closed`, `invalid_argument`; what the API answers, or
   * that it does not.
   *
   * @example
   * ```ts
   * const { externalUserId, safeAddress } = await ibex.signUp({ userName: "jane.doe@foo.domain" });
   * ```
   */
  signUp(options?: SignUpOptions): Promise<Session>;

  /**
   * Fetches the challenge of a sign-in ahead, for the next {@link Client.signIn}; as {@link Client.prepareSignUp}. Call
   * it where the user is about to click, say at `pointerenter` or `focusin` of the button.
   *
   * `GET /v1.2/auth/sign-in`.
   *
   * @throws {IbexError} As {@link Client.prepareSignUp}.
   *
   * @example
   * ```ts
   * const button = document.querySelector("button")!;
   * button.onpointerenter = () => ibex.prepareSignIn().catch(() => {}); // the sign-in says what is wrong
   * button.onclick = () => ibex.signIn();
   * ```
   */
  prepareSignIn(options?: CallOptions): Promise<void>;

  /**
   * Signs in with a passkey that the user chooses. Replaces the session there is. Call it in a click, as
   * {@link Client.signUp}; a newer ceremony ends it with `aborted`. A passkey that the API clearly says it does not know
   * is taken out of the user's choice, where the browser can; one that it knows is shown there by the session's
   * `keyName` and `keyDisplayName` from then on, where the API has both.
   *
   * With `mediation: "conditional"` no prompt opens: the browser offers passkeys in the page's field with
   * `autocomplete="username webauthn"`, and the promise waits for the user, for hours if need be. The challenge is
   * replaced before it expires. After an attempt that was cancelled or failed the offer is made again; what the API
   * refused is told by the `error` event. Explicit ceremonies go first: the offer comes back after one that failed, and
   * ends with `aborted` after one that signed in, as after a newer offer, `signOut()` and the signal.
   *
   * `GET` and `POST /v1.2/auth/sign-in`; Web Authentication Level 3 §5.1.4.
   *
   * @throws {IbexError} As {@link Client.signUp}; `unauthorized` where the API does not know the passkey.
   * `passkey_not_supported` where the browser offers no passkeys in fields.
   *
   * @example
   * ```ts
   * const { userdata } = await ibex.signIn({ includeUserdata: true });
   * ```
   */
  signIn(options?: SignInOptions): Promise<SignInResult>;

  /**
   * Renews the tokens now, however young they are. Nobody needs to call it: tokens are renewed in time, by one request
   * however many calls need it, and a call that is answered 401 is replayed once.
   *
   * `POST /v1.2/auth/refresh`.
   *
   * @throws {IbexError} `session_expired` where the refresh token was refused (400, 401, 403): the user has to sign in
   * again. After any other error the session is still there. `not_signed_in`, `aborted`, `client_closed`.
   */
  refresh(options?: CallOptions): Promise<Session>;

  /**
   * Forgets the session, and overwrites its tokens. Pending calls send nothing more, as {@link Client} says; a
   * sign-in ends with `aborted`. Local: the API has no sign-out. Never throws.
   */
  signOut(): void;

  /** Private user data (IBEX Safe). */
  readonly userData: UserData;

  /** E-mail verification. */
  readonly email: Email;

  /**
   * Calls any other endpoint, with the session's token. A GET without an answer, or with 429, 502, 503 or 504, is sent
   * three times in all; anything else once, and once more after a 429 with `Retry-After`. Identical GETs in flight
   * share one request.
   *
   * @param method GET, HEAD, POST, PUT, PATCH or DELETE.
   * @param path Begins with one `/`; never a URL, and no `.` or `..` in it. May have a query, to which `options.query`
   * is added.
   * @returns The parsed JSON, `undefined` where the answer is empty. Nobody checks that it is a `T`.
   * @throws {IbexError} `invalid_argument`, `not_signed_in`, `session_expired`, `aborted`, `client_closed`; what the
   * API answers, or that it does not. After `network` or `timeout` a write may have been carried out.
   *
   * @example
   * ```ts
   * const operations = await ibex.request("GET", "/v1.2/users/me/operations", { query: { limit: 20 } });
   * ```
   */
  request<T = unknown>(method: string, path: string, options?: RequestOptions): Promise<T>;

  /**
   * Listens to changes. Listeners are called after the change; what one throws is reported as an uncaught error.
   *
   * @returns Takes the listener away.
   * @throws {IbexError} At once, not as a promise: `invalid_argument`, `client_closed`, `internal`.
   *
   * @example
   * ```ts
   * const stop = ibex.on("session", (session) => console.log(session?.externalUserId ?? "signed out"));
   * ```
   */
  on<E extends keyof ClientEvents>(type: E, listener: (event: ClientEvents[E]) => void): () => void;

  /**
   * Wipes the session, takes an open prompt away and ends the client. Calls that are pending or come later reject with
   * `client_closed`. Never throws.
   */
  close(): void;
}

/** What {@link Client.on} can listen to. */
export interface ClientEvents {
  /** Signed in, renewed, or gone (`null`). */
  session: Session | null;
  /** What failed in the background: a renewal that nobody waits for, an attempt of autofill. */
  error: IbexError;
}

export {};
