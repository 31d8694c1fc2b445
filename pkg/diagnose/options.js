// The options of diagnose(), refused where createClient refuses them and in the same words: there the wasm does it.
import { ibexError } from "../error.js";

const LOOPBACK = /^(?:localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/; // RFC 6761 §6.3, RFC 1122 §3.2.1.3

export function read(options) {
  if (options === undefined || options === null) return {};
  if (typeof options !== "object" || Array.isArray(options)) throw invalid("options", "must be an object");
  return { rpId: rpIdOf(member(options, "rpId")), baseUrl: baseUrlOf(member(options, "baseUrl")) };
}

function member(options, name) {
  try {
    return options[name] ?? undefined;
  } catch {
    throw invalid(name, "cannot be read");
  }
}

function rpIdOf(given) {
  if (given === undefined) return undefined;
  if (typeof given !== "string") throw invalid("rpId", "must be a string");
  if (given === "") throw invalid("rpId", "is empty");
  if (/[\0\r\n]|[^\0-\xff]/.test(given)) throw invalid("rpId", "has a character that a header cannot carry");
  return given;
}

// Without a `/` at its end, so that a path of the API can follow.
function baseUrlOf(given) {
  if (given === undefined) return undefined;
  const url = parse(given);
  if (!url) throw invalid("baseUrl", "must be a URL, or a path that begins with /");
  const { protocol, hostname, username, password, search, hash } = url;
  // A path is of the page's own origin. If that is http, it is the page that is told so.
  if (!isPath(given)) {
    if (protocol === "http:" && !LOOPBACK.test(hostname)) throw invalid("baseUrl", "must be https; http only on a loopback name");
    if (protocol !== "http:" && protocol !== "https:") throw invalid("baseUrl", "must be an https URL");
  }
  if (username || password || search || hash) throw invalid("baseUrl", "must have no user, password, query or fragment");
  return url.origin + url.pathname.replace(/\/+$/, "");
}

const isPath = (given) => typeof given === "string" && given.startsWith("/");

function parse(given) {
  try {
    if (!isPath(given)) return new URL(typeof given === "string" ? given : given.href);
    const { origin } = globalThis.location ?? { origin: "https://localhost" }; // a server has none, and sends nothing
    const url = new URL(given, origin);
    // A parser takes `//host` and what it takes for it, such as `/\host`, for another origin.
    return url.origin === origin ? url : undefined;
  } catch {
    return undefined;
  }
}

const invalid = (field, problem) => ibexError("invalid_argument", `${field}: ${problem}`, false);
