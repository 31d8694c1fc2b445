// Whether this page may run WebAssembly, tried with the smallest module there is.
import { no, yes } from "./finding.js";
import { underPolicy } from "./policy.js";

const POLICY = "The page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src.";
const BROWSER = "This browser does not run WebAssembly here: it is too old, or has it switched off, as Safari's Lockdown Mode does.";

export async function wasm() {
  const { value, refused } = await underPolicy(run, ({ effectiveDirective }) => effectiveDirective.startsWith("script-src"));
  if (value) return yes("This page may run WebAssembly.");
  return no(refused ? POLICY : BROWSER);
}

// NOTE: compiled and instantiated, as the SDK does it: a Safari of before 2026 forbids the second only (WebKit's bug
// 315489).
async function run() {
  const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  return WebAssembly.instantiate(await WebAssembly.compile(empty));
}
