// Whether the API answers this page: asked for a challenge, as every sign-in begins.
import { cors } from "./cors.js";
import { no, unknown, yes } from "./finding.js";
import { LATE } from "./limit.js";
import { request } from "./request.js";

const NOT_ASKED = "Pass the baseUrl that createClient gets, and the API is asked.";
const UNREADABLE = "There is an answer, but CORS keeps it from this page: see cors.";
const UNANSWERED = "There was no answer of the API to look at: see api.";
const KEY = "The API answers, but not without a key: create the client with the tenant's apiKey.";
const TENANT = "The API answers, but does not know the tenant: see rpId.";
const FLOOD = "The API answers, but says that there were too many requests: wait a while.";
const ADDRESS = "baseUrl is the API's origin without a version, or the path of a proxy";

// Resolves with the findings `api` and `cors`, and what the answer says of the tenant: `named` is the RP ID of its
// challenges, `tenant` is false where there is none for this page.
export async function callApi({ baseUrl, rpId }) {
  if (baseUrl === undefined) return { api: unknown(NOT_ASKED), cors: unknown(NOT_ASKED) };
  const query = new URLSearchParams({ wallet: "passkeys", ...(rpId && { rpId }) });
  const url = `${baseUrl}/v1.2/auth/sign-in?${query}`;
  const { value, error, refused } = await request(url);
  if (value) {
    const judged = judge(value);
    return { ...judged, cors: judged.api.answer === "no" ? unknown(UNANSWERED) : await cors(url, rpId) };
  }

  const { origin } = new URL(url);
  const unanswered = (message) => ({ api: no(message), cors: unknown(UNANSWERED) });
  if (refused) return unanswered(`The page's Content-Security-Policy forbids requests to ${origin}: add it to connect-src.`);
  if (error === LATE) return unanswered(`${LATE}: see whether the API is at ${baseUrl}, and runs.`);
  // Without CORS a page may send the same, but not read the answer.
  const sent = await request(url, { mode: "no-cors", redirect: "follow" });
  if (sent.value) return { api: unknown(UNREADABLE), cors: no(unreadable(origin)) };
  return unanswered(
    `Nothing at ${baseUrl} can be reached from this page: no server, no network, a bad certificate, or http under https; the browser's console says which.`,
  );
}

const unreadable = (origin) =>
  `${origin} does not let ${globalThis.origin} read its answers: let it name this origin in Access-Control-Allow-Origin, ` +
  "and not redirect, or give createClient a proxy on your own origin.";

function judge({ isRedirect, status, text }) {
  if (isRedirect) return { api: no("The API redirects, which the SDK does not follow: baseUrl has to be the address that it leads to.") };
  if (status >= 500) return { api: no(`The API, or a proxy before it, is out of order: status ${status}. Try again later.`) };
  if (status === 429) return { api: yes(FLOOD) };
  const body = parse(text);
  if (status === 404 || !body) return { api: no(`Something answers with status ${status}, but it is not the API: ${ADDRESS}.`) };
  if (status === 400) return { api: yes(TENANT), tenant: false };
  if (status === 401 || status === 403) return { api: yes(KEY) };
  if (status >= 300) return { api: yes(`The API answers, but with status ${status}: its answer is among the browser's network requests.`) };
  const { challenge, rpId } = body.credentialRequestOptions ?? body.credentialCreationOptions ?? body.publicKey ?? body;
  if (typeof challenge !== "string") return { api: no(`Something answers, but not with a challenge: ${ADDRESS}.`) };
  return { api: yes("The API answers with a challenge."), named: typeof rpId === "string" ? rpId : undefined };
}

function parse(text) {
  try {
    const body = JSON.parse(text);
    return typeof body === "object" ? body : undefined;
  } catch {
    return undefined;
  }
}
