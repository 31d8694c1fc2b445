// The entry of the package: loads the wasm once per page, at the first createClient, never at import.
import { client } from "./client.js";
import init, { IbexClient } from "./wasm/ibex_wallet_sdk.js";

export { version } from "./wasm/version.js";

let loading;

function load() {
  loading ??= init().catch((cause) => {
    loading = undefined; // a failed load can be tried again
    throw Object.assign(new Error("the wasm module could not be loaded; see the cause", { cause }), {
      name: "IbexError",
      code: "wasm_load_failed",
      retryable: true,
    });
  });
  return loading;
}

export async function createClient(options) {
  await load();
  return client(new IbexClient(options));
}

export function isIbexError(value) {
  return value instanceof Error && value.name === "IbexError" && typeof value.code === "string";
}
