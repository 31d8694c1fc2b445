// An `IbexError` that does not come out of the wasm. It looks like those that do.
export function ibexError(code, message, retryable, cause) {
  const members = { name: "IbexError", code, retryable, ...(cause === undefined ? {} : { cause }) };
  // Defined, not set: a page may have frozen Error.prototype, and setting an inherited name would throw then.
  return Object.defineProperties(new Error(message), Object.getOwnPropertyDescriptors(members));
}

export function isIbexError(value) {
  return value instanceof Error && value.name === "IbexError" && typeof value.code === "string";
}
