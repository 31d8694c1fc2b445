// Whether this page may use the RP ID that its passkeys are for (Web Authentication Level 3 §5.1.3).
import { ask } from "./capabilities.js";
import { no, unknown, yes } from "./finding.js";
import { within } from "./limit.js";

const ADDRESS = /^\[|^[\d.]+$/;
const DOMAIN = /^[\w.-]{1,253}$/;

const NO_ORIGIN = "This page has no origin of its own, as in a sandboxed frame or a file: serve it over https.";
const NO_DOMAIN = "This page is at an IP address, which is no RP ID: open it by its domain; on this machine, as localhost.";
const NO_RP_ID = "The RP ID is no domain: it has no scheme, no port and no path.";

// `named` and `tenant` are what the API said.
export async function rpId({ rpId: given }, { named, tenant }) {
  const origin = globalThis.origin ?? location.origin;
  const host = hostOf(origin);
  if (!host) return no(NO_ORIGIN);
  if (ADDRESS.test(host)) return no(NO_DOMAIN);
  const id = named ?? given ?? host;
  if (!DOMAIN.test(id)) return no(NO_RP_ID);
  if (tenant === false) return no(`The API knows no tenant ${id}: register it there, or pass the rpId that is registered.`);
  const may = id === host || (await verdict(id));
  if (may) return yes(`This page may use the RP ID ${id}.`);
  return may === undefined && isAbove(id, host) ? unknown(above(id)) : foreign(may, id, origin);
}

function hostOf(origin) {
  try {
    return new URL(origin).hostname;
  } catch {
    return undefined; // "null"
  }
}

// What the browser makes of it: it refuses signals about passkeys of an RP ID that the page may not use ("Asynchronous RP
// ID validation algorithm"), and this one is about a passkey that nobody has. `undefined` where it does not say.
async function verdict(id) {
  // Nobody may use an address, so a browser that does not refuse it does not look.
  if ((await takes("127.0.0.1")) !== false) return undefined;
  return takes(id);
}

async function takes(rpId) {
  const credentialId = "A".repeat(43); // 32 zeros
  try {
    await within(() => PublicKeyCredential.signalUnknownCredential({ rpId, credentialId }));
    return true;
  } catch (error) {
    return error?.name === "SecurityError" ? false : undefined;
  }
}

// A top-level domain is never one (the public suffix list's rule for what it does not list).
const isAbove = (id, host) => id.includes(".") && host.endsWith(`.${id}`);

const above = (id) =>
  `The RP ID ${id} is above this page's host, which is right unless it is a public suffix such as co.uk; this browser does not tell.`;

async function foreign(may, id, origin) {
  const { relatedOrigins } = (await ask("getClientCapabilities")) ?? {};
  const remedy = `serve the page from ${id} or a domain below it, or list ${origin} in https://${id}/.well-known/webauthn`;
  if (relatedOrigins === false) return no(`This page may not use the RP ID ${id}: ${remedy}, which this browser does not read.`);
  const isAllowed = may ?? (relatedOrigins && (await isListed(id, origin)));
  if (isAllowed) return yes(`This page may use the RP ID ${id}, which is shared with it.`);
  if (isAllowed === false) return no(`This page may not use the RP ID ${id}: ${remedy}.`);
  return unknown(`This browser does not tell whether the page may use the RP ID ${id}. If it may not, ${remedy}.`);
}

// Whether the RP ID is shared with this page (Web Authentication Level 3 §5.11). `undefined` where the page may not read
// the list; the browser itself needs no CORS for it.
async function isListed(id, origin) {
  try {
    const list = (signal) => fetch(`https://${id}/.well-known/webauthn`, { credentials: "omit", signal }).then((answer) => answer.json());
    return (await within(list)).origins.some((listed) => new URL(listed).origin === origin);
  } catch {
    return undefined;
  }
}
