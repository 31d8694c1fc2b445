/** What every call that talks to the API takes. */
export interface CallOptions {
  /**
   * Ends the call at once with `aborted`, whose `cause` is the signal's reason, and its request with it. Where it has
   * fired already, nothing is sent. What others wait for too, a shared read or a renewal, goes on.
   */
  signal?: AbortSignal | undefined;
}

/** What {@link Client.request} takes. */
export interface RequestOptions extends CallOptions {
  /** Added to what the path has. Numbers are finite; what is `undefined` is not sent. */
  query?: Record<string, string | number | boolean | undefined> | undefined;
  /** Sent as JSON, as it is at the call. Not with GET or HEAD. */
  body?: unknown;
  /** Sent with this request. They cannot override the SDK's own. */
  headers?: Record<string, string> | undefined;
}

export {};
