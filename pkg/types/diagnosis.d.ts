/** What {@link diagnose} takes: what {@link createClient} gets. */
export interface DiagnoseOptions {
  /** As {@link ClientOptions.baseUrl}. Without it the API is not asked, and `api` and `cors` are `"unknown"`. */
  baseUrl?: string | URL | undefined;
  /** As {@link ClientOptions.rpId}. Without it the API finds the tenant by the page's host. */
  rpId?: string | undefined;
}

/** What {@link diagnose} found: a plain object of texts, which JSON keeps as it is. */
export interface Diagnosis {
  /** The version of this package. */
  version: string;
  /** Whether nothing that every sign-up and sign-in needs is `"no"`: the first seven names of {@link FindingName}. */
  ok: boolean;
  /** What was looked at, by its name. */
  findings: Record<FindingName, Finding>;
}

/** The answer to one question. */
export interface Finding {
  /** `"unknown"` where this browser does not tell, or nobody was asked. */
  answer: "yes" | "no" | "unknown";
  /** What was found, for a developer, and what to do about it where there is something to do. */
  message: string;
}

/** What {@link diagnose} looks at; later versions may add some. */
export type FindingName =
  /** Whether the page is a secure context: https, or http on a loopback name. */
  | "secureContext"
  /** Whether the browser has WebAuthn. */
  | "webauthn"
  /** Whether the API knows the tenant, and the page may use its RP ID. */
  | "rpId"
  /** Whether the page, which may be in a frame of another origin, may make and use passkeys. */
  | "permissionsPolicy"
  /** Whether the page may run WebAssembly. */
  | "wasm"
  /** Whether there is an API at `baseUrl` that answers this page. */
  | "api"
  /** Whether the API's CORS lets this page read its answers, and send the headers of the SDK. */
  | "cors"
  /** Whether the device itself keeps passkeys and recognises its user. */
  | "platformAuthenticator"
  /** Whether passkeys can be offered in a field's autofill. */
  | "conditionalGet"
  /** Whether a passkey can be made without a prompt. */
  | "conditionalCreate"
  /** Whether a phone nearby can be used. */
  | "hybridTransport"
  /** Whether the browser knows the PRF extension. */
  | "prf"
  /** Whether the browser takes signals about passkeys that the API does not know, and about new names. */
  | "signalApi"
  /** Whether several domains can share an RP ID. */
  | "relatedOrigins";

export {};
