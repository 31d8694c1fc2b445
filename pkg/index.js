// The entry of the package. Importing it does nothing: the wasm is loaded at the first createClient.
import { client } from "./client.js";
import { ibexError } from "./error.js";
import { instantiate } from "./instance.js";
import { load } from "./load.js";

export { version } from "./wasm/version.js";

// The instance that all clients share, until it fails.
let current;

function forget() {
  current = undefined;
}

async function start() {
  try {
    return await instantiate(await load(), forget);
  } catch (cause) {
    forget();
    throw ibexError("wasm_load_failed", "the wasm module could not be loaded; see the cause", true, cause);
  }
}

export async function createClient(options) {
  let instance;
  do instance = await (current ??= start());
  while (instance.hasFailed());
  return client(instance.create(options), instance);
}

export function isIbexError(value) {
  return value instanceof Error && value.name === "IbexError" && typeof value.code === "string";
}
