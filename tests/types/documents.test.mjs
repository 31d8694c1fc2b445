// Every example that a user may copy compiles: those of the package's README, and those of the declarations.

import { strict as assert } from "node:assert";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compiler } from "./compiler.mjs";

const installed = fileURLToPath(new URL("node_modules/ibex-wallet-sdk/", import.meta.url));
const folder = fileURLToPath(new URL("examples/", import.meta.url));
const { diagnose } = compiler("typescript");

const declarations = readdirSync(installed, { recursive: true }).filter((name) => name.endsWith(".d.ts"));
const documents = ["README.md", ...declarations].map((name) => join(installed, name));

// What an example may take for granted: a client, where it goes on from the first one, and what Vite makes of `?url`.
const GIVEN = `
declare const ibex: import("ibex-wallet-sdk").Client;
declare module "*?url" {
  const url: string;
  export default url;
}
`;

const options = {
  module: "esnext",
  moduleResolution: "bundler",
  moduleDetection: "force",
  lib: ["es2022", "dom", "dom.iterable"],
  target: "es2022",
  skipLibCheck: true,
  allowJs: true,
  checkJs: true,
};
// What is said in JavaScript needs not say its types.
const loose = { strict: false };
const elements = { jsx: "react-jsx" };
const languages = { ts: {}, tsx: elements, js: loose, jsx: { ...loose, ...elements } };
const texts = ["sh", "html", "text"];

/** The fenced blocks of a document, in a comment or not: language, code, and the line that it begins after. */
function blocks(document) {
  const found = [];
  let block;
  for (const [index, line] of readFileSync(document, "utf8").split("\n").entries()) {
    const text = document.endsWith(".md") ? line : line.replace(/^\s*\* ?/, "");
    const fence = /^\s*```(\w*)/.exec(text);
    if (!fence) block?.lines.push(text);
    else if (block) block = undefined;
    else found.push((block = { language: fence[1], line: index + 1, lines: [] }));
  }
  return found;
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const given = join(folder, "given.d.ts");
writeFileSync(given, GIVEN);

let examples = 0;
for (const document of documents) {
  for (const { language, line, lines } of blocks(document)) {
    const title = `${basename(document)}, line ${line + 1} (${language})`;
    if (texts.includes(language)) continue;
    examples += 1;
    test(title, async () => {
      assert.ok(language in languages, "a block says its language");
      const file = join(folder, `${basename(document).replaceAll(".", "-")}-${line + 1}.${language}`);
      // So that the compiler names the line of the document.
      writeFileSync(file, "\n".repeat(line) + lines.join("\n"));
      assert.equal(await diagnose(title, [given, file], { ...options, ...languages[language] }), "");
    });
  }
}

test("there are examples in the README and in the declarations", () => {
  assert.ok(blocks(documents[0]).length > 0);
  assert.ok(examples > blocks(documents[0]).length);
});
