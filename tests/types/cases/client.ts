// The ten lines of the README, and every method with what goes in and what comes out.
import { createClient, isIbexError, version } from "ibex-wallet-sdk";
import type { Client, ClientOptions, Session, SignInResult } from "ibex-wallet-sdk";
import { type Equal, proves } from "./proof.js";

proves<Equal<typeof version, string>>();

const options: ClientOptions = {
  baseUrl: new URL("https://passkeys-productionv2.ibex.fi"),
  rpId: "app.example",
  apiKey: "key",
  chainId: 421614,
  authHeader: "both",
  timeout: 30_000,
  refreshMargin: 300,
  headers: { "X-Own": "value" },
};
const ibex = await createClient(options);
proves<Equal<typeof ibex, Client>>();

const session = await ibex.signUp({
  userName: "jane.doe@foo.domain",
  userDisplayName: "Jane Doe",
  keyName: "key",
  keyDisplayName: "Key",
  chainId: 1,
  chainIds: [1, 2],
  mediation: "conditional",
  signal: AbortSignal.timeout(1000),
});
proves<Equal<typeof session, Session>>();
proves<Equal<typeof ibex.session, Session | null>>();
proves<Equal<(typeof session)["expiresAt"], number>>();
const prf: boolean | undefined = session.prfCapable;
const family: string | undefined = session.eoaAddresses[0]?.type;

const signedIn = await ibex.signIn({
  includeBalance: true,
  includeTransactions: true,
  includeUserdata: true,
  safeAddress: "0x0",
  deploySaltNonce: "",
  mediation: "required",
});
proves<Equal<typeof signedIn, SignInResult>>();
proves<Equal<typeof signedIn.balance, unknown>>();
const asSession: Session = signedIn;

await ibex.email.validate("jane.doe@foo.domain", { signal: new AbortController().signal });
await ibex.email.confirm({ email: "jane.doe@foo.domain", code: "123456", userDataName: "email", optinNews: true });

const renewed = await ibex.refresh();
proves<Equal<typeof renewed, Session>>();

const anything = await ibex.request("GET", "/v1.2/users/me", { query: { limit: 1, all: true, from: undefined } });
proves<Equal<typeof anything, unknown>>();
const asked = { body: { a: [1] }, headers: { a: "b" } };
const typed = await ibex.request<{ id: string } | undefined>("POST", "/v1.2/x", asked);
proves<Equal<typeof typed, { id: string } | undefined>>();

proves<Equal<ReturnType<typeof ibex.signOut>, void>>();
proves<Equal<ReturnType<typeof ibex.close>, void>>();

// Methods need no `this`.
const { signIn, on } = ibex;
void signIn();
on("session", () => undefined);

// What a caller has not got can be handed on as it is, whatever `exactOptionalPropertyTypes` says.
async function forward({ rpId, signal }: { rpId?: string | undefined; signal?: AbortSignal | undefined }) {
  const client = await createClient({ baseUrl: "/api/ibex", rpId });
  return client.signIn({ signal });
}

// @ts-expect-error baseUrl is missing
void createClient({});
// @ts-expect-error there is no such option
void createClient({ baseUrl: "/api", baseURL: "/api" });
// @ts-expect-error a header's name is one of three
void createClient({ baseUrl: "/api", authHeader: "x-auth" });
// @ts-expect-error null is not undefined
void createClient({ baseUrl: "/api", rpId: null });
// @ts-expect-error the default entry takes no module
void createClient({ baseUrl: "/api", wasm: "/ibex.wasm" });
// @ts-expect-error chain ids are numbers
void ibex.signUp({ chainId: "1" });
// @ts-expect-error there is no silent sign-in
void ibex.signIn({ mediation: "silent" });
// @ts-expect-error a sign-up has a prompt, or is conditional
void ibex.signUp({ mediation: "required" });
// @ts-expect-error the code is missing
void ibex.email.confirm({ email: "jane.doe@foo.domain" });
// @ts-expect-error who is signed in cannot be set
ibex.session = null;
// @ts-expect-error nobody may be signed in
void ibex.session.externalUserId;
// @ts-expect-error there is no token
void ibex.session?.accessToken;
// @ts-expect-error a header has a text
void ibex.request("GET", "/v1.2/users/me", { headers: { a: undefined } });

export { asSession, family, forward, isIbexError, prf };
