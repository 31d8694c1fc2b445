// On a server: the import has no effect, and whoever asks for a client is told that there is none. The entry is the argument.

import { strict as assert } from "node:assert";

const before = Reflect.ownKeys(globalThis);
const { createClient, isIbexError, version } = await import(process.argv[2]);
assert.deepEqual(Reflect.ownKeys(globalThis), before);
assert.match(version, /^\d+\.\d+\.\d+/);
await assert.rejects(createClient({ baseUrl: "https://api.example" }), (error) => {
  assert.ok(isIbexError(error));
  assert.equal(error.code, "passkey_not_supported");
  return true;
});
