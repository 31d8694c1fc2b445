// The default entry: the wasm travels in the package's own code, so that nothing has to be served, copied or configured.
// Importing it does nothing: the wasm is inflated and compiled at the first createClient.
import { entry } from "./entry.js";
import { compileInline } from "./inline.js";

export { diagnose } from "./diagnose.js";
export { isIbexError } from "./error.js";
export { version } from "./wasm/version.js";

const create = /* @__PURE__ */ entry();

export async function createClient(options) {
  return create(options, compileInline);
}
