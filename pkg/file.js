// The module as a file: from wherever the page has it, compiled while it loads, and used only if it is the very module that
// this package was built with. A copy of another version, or a server that answers HTML, is called what it is.
import { ibexError } from "./error.js";
import { sha384 as shipped } from "./wasm/sha384.js";

const SHA384 = /^(?:sha384-)?([A-Za-z0-9+/]{64})$/;

const REMEDY = "give createClient the URL of ibex-wallet-sdk/ibex.wasm as `wasm`";
const INSECURE = "the wasm module can be checked in a secure context only: https, or http on localhost";

let cache = "default";

// The options `wasm` and `sha384` of createClient.
export function source(options) {
  const { wasm, sha384 } = read(options);
  if (sha384 === undefined || sha384 === null) return { wasm };
  const [, base64] = (typeof sha384 === "string" && SHA384.exec(sha384)) || [];
  if (!base64) throw invalid("sha384 has to be 64 characters of base64, with or without sha384- before them");
  return { wasm, sha384: base64 };
}

function read(options) {
  try {
    const { wasm, sha384 } = options ?? {};
    if (classOf(wasm) === "Promise") wasm.catch(() => {}); // nobody waits for it where the module is there already
    return { wasm, sha384 };
  } catch (cause) {
    throw invalid("wasm and sha384 cannot be read", cause);
  }
}

export async function compileFile({ wasm, sha384 }) {
  try {
    const given = await find(wasm).catch(lost);
    if (classOf(given) === "WebAssembly.Module") {
      if (sha384) throw invalid("sha384 cannot be checked of a WebAssembly.Module");
      return given;
    }
    return await compile(await respond(given), sha384 ?? shipped);
  } catch (error) {
    cache = "reload"; // what came may lie in the browser's cache
    throw error;
  }
}

// NOTE: bundlers look for exactly this expression. In a script that is no module it throws.
const find = async (wasm) => wasm ?? new URL("./wasm/ibex.wasm", import.meta.url);

async function respond(given) {
  const kind = classOf(given);
  if (kind === "Response") return given;
  if (kind === "String" || kind === "URL") return fetch(given, { cache }).catch(lost);
  if (kind === "ArrayBuffer" || ArrayBuffer.isView(given)) return new Response(given);
  throw invalid("wasm has to be a URL, a Response, bytes or a WebAssembly.Module");
}

// Of whatever realm.
const classOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

async function compile(response, sha384) {
  if (!response.ok) throw failed(`${response.status} came instead of the wasm module; ${REMEDY}`);
  if (response.bodyUsed) throw invalid("wasm is a Response whose body was read already");
  const copy = response.clone();
  // Streaming takes no other type, but not every server knows this one.
  const streams = response.headers.get("content-type") === "application/wasm";
  const compiling = streams ? WebAssembly.compileStreaming(response) : undefined;
  compiling?.catch(() => {}); // what came is judged by its bytes first
  const bytes = await copy.arrayBuffer().catch(lost);
  await verify(bytes, sha384);
  return compiling ?? WebAssembly.compile(bytes);
}

async function verify(bytes, expected) {
  if (new Uint8Array(bytes)[0] === 0x3c) throw failed(`HTML came instead of the wasm module; ${REMEDY}`);
  if (!globalThis.crypto?.subtle) throw ibexError("wasm_load_failed", INSECURE, false);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", bytes));
  if (btoa(String.fromCharCode(...digest)) !== expected) {
    throw failed("the wasm module is of another version of the package, or was changed: its sha384 is not the expected one");
  }
}

const failed = (message, cause) => ibexError("wasm_load_failed", message, true, cause);
const invalid = (message, cause) => ibexError("invalid_argument", message, false, cause);

function lost(cause) {
  throw failed(`the wasm module could not be loaded, see the cause; ${REMEDY}`, cause);
}
