// TypeScript in three major versions: what each says of the same files and options. The newest is a program, the others
// are libraries, which parse the standard library once for all settings.

import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const modules = fileURLToPath(new URL("node_modules/", import.meta.url));

/** One of the versions of package.json, by its name there. */
export function compiler(name) {
  const { version, exports } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  return { version, diagnose: exports ? program(name) : library(name) };
}

// What all settings have in common: every declaration is checked but TypeScript's own, and every inferred type has a
// name that a user's own declarations can use.
const COMMON = {
  strict: true,
  skipLibCheck: false,
  skipDefaultLibCheck: true,
  types: [],
  declaration: true,
  noEmit: true,
};

// `diagnose(title, files, options)` resolves with one text: the diagnostics as tsc prints them, or nothing.

function library(name) {
  const ts = require(name);
  const foreign = new Map();
  return async (title, files, options) => {
    const { options: parsed, errors } = ts.convertCompilerOptionsFromJson({ ...COMMON, ...options }, ".");
    const host = ts.createCompilerHost(parsed);
    const read = host.getSourceFile;
    host.getSourceFile = (path, how, ...rest) => {
      const key = `${path} ${how.impliedNodeFormat}`;
      if (!path.includes("/node_modules/") || path.includes("/ibex-wallet-sdk/")) return read(path, how, ...rest);
      if (!foreign.has(key)) foreign.set(key, read(path, how, ...rest));
      return foreign.get(key);
    };
    const found = ts.getPreEmitDiagnostics(ts.createProgram({ rootNames: files, options: parsed, host }));
    return ts.formatDiagnostics([...errors, ...found], {
      getCanonicalFileName: (path) => path,
      getCurrentDirectory: () => process.cwd(),
      getNewLine: () => "\n",
    });
  };
}

function program(name) {
  const folder = join(modules, ".settings");
  mkdirSync(folder, { recursive: true });
  return (title, files, options) => {
    const project = join(folder, `${title.replaceAll(/\W+/g, "-")}.json`);
    writeFileSync(project, JSON.stringify({ compilerOptions: { ...COMMON, ...options }, files }));
    const tsc = join(modules, name, "bin", "tsc");
    return new Promise((resolve) => {
      execFile(process.execPath, [tsc, "--pretty", "false", "--project", project], (error, stdout, stderr) => {
        resolve(stdout + stderr || (error ? `${error}` : ""));
      });
    });
  };
}
