// Every entry has at run time what its declarations promise, no less and no more; and package.json names the entries as
// npm's linter wants them.

import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import ts from "typescript";

const folder = fileURLToPath(new URL("node_modules/ibex-wallet-sdk/", import.meta.url));
const description = JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
const entries = Object.entries(description.exports).filter(([, target]) => target.types);

/** The names of a declaration file that are values. */
function declared(file) {
  const program = ts.createProgram([file], { module: ts.ModuleKind.NodeNext, types: [] });
  const checker = program.getTypeChecker();
  const isValue = (symbol) => {
    const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    return (meant.flags & ts.SymbolFlags.Value) !== 0;
  };
  const all = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
  return all.filter(isValue).map(({ name }) => name);
}

for (const [entry, { types, default: code }] of entries) {
  test(`${entry} exports what ${types} declares`, async () => {
    const exported = Object.keys(await import(join(folder, code)));
    assert.ok(exported.length > 0);
    assert.deepEqual(exported.sort(), declared(join(folder, types)).sort());
  });
}

test("importing an entry does nothing, and on a server a client is refused", async () => {
  const before = Object.keys(globalThis);
  for (const entry of [".", "./slim"]) {
    const { createClient, isIbexError, version } = await import(entry.replace(".", "ibex-wallet-sdk"));
    assert.equal(version, description.version);
    await assert.rejects(createClient({ baseUrl: "https://api.example" }), (error) => {
      assert.ok(isIbexError(error));
      assert.equal(error.code, "passkey_not_supported");
      return true;
    });
  }
  assert.deepEqual(Object.keys(globalThis), before);
});

test("npm's linter has nothing to say", async () => {
  const { messages, pkg } = await publint({ pkgDir: folder, level: "suggestion", strict: true, pack: false });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});
