// The settings that a user of TypeScript may have. Under each of them the declarations mean the same.

import { strict as assert } from "node:assert";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compiler } from "./compiler.mjs";

const cases = fileURLToPath(new URL("cases/", import.meta.url));

// A CommonJS module is one only where there are two kinds, and can `require` an ES module only in the newest Node.
const resolutions = {
  bundler: { module: "esnext", files: [".ts"] },
  node16: { module: "node16", files: [".ts", "commonjs.cts"] },
  nodenext: { module: "nodenext", files: [".ts", ".cts"] },
};
const libraries = ["es2020", "es2022", "esnext"];
// React's own declarations are long: once for each resolution will do.
const REACT = { name: "react.ts", library: "es2022", rigour: "strict and exact" };
const rigours = {
  strict: {},
  "strict and exact": { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
};

const settings = Object.entries(resolutions).flatMap(([moduleResolution, { module, files }]) =>
  libraries.flatMap((library) =>
    Object.entries(rigours).map(([rigour, more]) => {
      const isUsed = (name) => name !== REACT.name || (library === REACT.library && rigour === REACT.rigour);
      const chosen = readdirSync(cases).filter((name) => files.some((end) => name.endsWith(end)) && isUsed(name));
      return {
        title: [moduleResolution.padEnd(8), library, rigour].join("  "),
        files: chosen.map((name) => cases + name),
        options: { module, moduleResolution, lib: [library, "dom"], target: library, ...more },
      };
    }),
  ),
);

/** Checks the cases under every setting with one version of TypeScript. */
export function check(name) {
  const { version, diagnose } = compiler(name);
  test(`TypeScript ${version}`, { concurrency: 2 }, async (t) => {
    await Promise.all(
      settings.map(({ title, files, options }) =>
        t.test(title, async () => assert.equal(await diagnose(title, files, options), "")),
      ),
    );
  });
}
