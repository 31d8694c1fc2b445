// What both entries do: one module and one instance for all clients of a page, however many are made at once, and another
// try where that failed.
import { isBrowser } from "./browser.js";
import { client } from "./client.js";
import { ibexError, isIbexError } from "./error.js";
import { instantiate } from "./instance.js";

// The module was had, so it is the page or the browser that does not let it run, today and tomorrow.
const DOES_NOT_RUN =
  "the wasm module does not run here: the page's Content-Security-Policy has to allow 'wasm-unsafe-eval', or the browser is too old; see the cause";

// `compile` promises the module, or says by an IbexError why it could not be had; it is called where there is none yet.
export function entry() {
  let module; // compiled once, whatever becomes of its instances
  let current; // the instance that all clients share, until it fails

  function forget() {
    current = undefined;
  }

  async function start(compile) {
    try {
      return await instantiate(await (module ??= compile()), forget);
    } catch (cause) {
      module = undefined;
      forget();
      throw isIbexError(cause) ? cause : ibexError("wasm_load_failed", DOES_NOT_RUN, false, cause);
    }
  }

  return async (options, compile) => {
    // A server must not hold a session: its users would share it.
    if (!isBrowser()) throw ibexError("passkey_not_supported", "createClient needs a browser: a page or a worker of one", false);
    let instance;
    do instance = await (current ??= start(compile));
    while (instance.hasFailed());
    return client(instance.create(options), instance);
  };
}
