// One request to the API: as the SDK sends it, but that a redirect is told from no answer.
import { within } from "./limit.js";
import { underPolicy } from "./policy.js";

// `{ value: { status, text } }`, or `{ error, refused }` where none came, or none that this page may read.
export function request(url, more) {
  const { origin } = new URL(url);
  const send = async (signal) => {
    const response = await fetch(url, { redirect: "manual", credentials: "omit", cache: "no-store", signal, ...more });
    const { status, type } = response;
    return { status, isRedirect: type === "opaqueredirect", text: await response.text() };
  };
  const isAbout = ({ effectiveDirective, blockedURI }) => effectiveDirective === "connect-src" && `${blockedURI}/`.startsWith(`${origin}/`);
  return underPolicy(() => within(send), isAbout);
}
