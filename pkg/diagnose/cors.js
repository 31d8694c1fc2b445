// Whether CORS lets this page send the headers of the SDK (Fetch Standard §3.3). With one that is not allowed there is no
// answer; what else the answer says does not count, since the values are worth nothing.
import { no, unknown, yes } from "./finding.js";
import { request } from "./request.js";

// Those that a client sends only with an option of createClient.
const OPTIONS = { "X-RpId": "rpId", "x-api-key": "apiKey", "X-Blockchain-Id": "chainId", "X-IBEx-Auth": "authHeader" };

// `url` is one that this page gets an answer from without them.
export async function cors(url, rpId) {
  const { origin } = new URL(url);
  if (origin === globalThis.origin) return yes("The API is on the page's own origin, where CORS has no say.");
  const headers = Object.entries({
    Authorization: "Bearer none",
    "Content-Type": "application/json",
    "X-RpId": rpId ?? location.hostname,
    "x-api-key": "none",
    "X-Blockchain-Id": "1",
    "X-IBEx-Auth": "Bearer none",
  });
  const passes = async (sent) => Boolean((await request(url, { headers: sent })).value);
  if (await passes(headers)) return yes("CORS lets this page send every header of the SDK.");

  const passed = await Promise.all(headers.map((header) => passes([header])));
  const forbidden = headers.map(([name]) => name).filter((_, index) => !passed[index]);
  if (forbidden.length === 0) return unknown("CORS let each header of the SDK pass, but not all at once: try again.");
  const needed = forbidden.filter((name) => !(name in OPTIONS) || (name === "X-RpId" && rpId !== undefined));
  if (needed.length === 0) return yes(`CORS lets this page send what every client sends. ${without(forbidden)}`);
  const isOther = needed.join() === "Authorization" && !forbidden.includes("X-IBEx-Auth");
  return no(
    `${origin} does not let ${globalThis.origin} send ${needed.join(", ")}: let it name them in Access-Control-Allow-Headers, ` +
      `${isOther ? 'create the client with authHeader: "x-ibex-auth", ' : ""}or give createClient a proxy on your own origin.`,
  );
}

const without = (forbidden) => `It does not allow ${forbidden.join(", ")}: do without ${forbidden.map((name) => OPTIONS[name]).join(", ")}.`;
