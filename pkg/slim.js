// The slim entry: the wasm is a file of its own, compiled while it loads. Importing it does nothing: the file is fetched
// at the first createClient.
import { entry } from "./entry.js";
import { compileFile, source } from "./file.js";

export { diagnose } from "./diagnose.js";
export { isIbexError } from "./error.js";
export { version } from "./wasm/version.js";

const create = /* @__PURE__ */ entry();

export async function createClient(options) {
  const wasm = source(options);
  return create(options, () => compileFile(wasm));
}
