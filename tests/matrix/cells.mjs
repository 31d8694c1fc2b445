// The matrix: each fixture with the entries of its app, and the cells that are made of them.

import { besideBundle, built, served } from "./bundled.mjs";
import { nextBuilt, nextServed } from "./next.mjs";
import { importMap, program, strict, worker } from "./plain.mjs";

const MODULE = "index.html"; // asks for the app's own module
const BUNDLE = "bundle.html"; // asks for the script that a bundler wrote
const IMPORT_MAP = "import-map.html"; // as MODULE, with a map that names the package
const STRICT = "strict.html"; // as MODULE, without an icon, which the policy would refuse

const cell = (name, test, entries) => entries.map((entry) => ({ name, entry, test }));
const specifier = (entry) => (entry === "default" ? "ibex-wallet-sdk" : `ibex-wallet-sdk/${entry}`);
const pages = (page, entries) => Object.fromEntries(entries.map((entry) => [entry, page]));

const viteDev = served((entry, port) => ["vite", entry, "--port", port, "--strictPort"]);
const viteBuild = built((entry) => ["vite", "build", entry]);

function webpack(entry) {
  return ["webpack", "--mode", "production", "--entry", `./${entry}/main.js`, "--output-path", `${entry}/dist`];
}

function rollup(entry) {
  const output = ["--file", `${entry}/dist/main.js`, "--format", "iife"];
  return ["rollup", `${entry}/main.js`, ...output, "--plugin", "node-resolve"];
}

function esbuild(entry) {
  return ["esbuild", `${entry}/main.js`, "--bundle", "--minify", `--outfile=${entry}/dist/main.js`];
}

function parcel(entry) {
  return ["parcel", "build", `${entry}/index.html`, "--dist-dir", `${entry}/dist`, "--no-cache"];
}

/** The cells of a fixture share its folder and run one after another. `pages` are the app's: a folder for each entry. */
export const FIXTURES = [
  {
    fixture: "vite7",
    pages: pages(MODULE, ["default", "slim", "slim-wasm", "no-client"]),
    cells: [
      ...cell("vite7-dev", viteDev, ["default", "slim-wasm"]),
      ...cell("vite7-build", viteBuild, ["default", "slim", "slim-wasm", "no-client"]),
    ],
  },
  {
    fixture: "vite8",
    pages: pages(MODULE, ["default", "slim", "react", "no-client"]),
    cells: [
      ...cell("vite8-dev", viteDev, ["default", "slim", "react"]),
      ...cell("vite8-build", viteBuild, ["default", "slim", "react", "no-client"]),
    ],
  },
  {
    fixture: "webpack",
    pages: pages(BUNDLE, ["default", "slim", "no-client"]),
    cells: cell("webpack", built(webpack, besideBundle), ["default", "slim", "no-client"]),
  },
  {
    fixture: "rollup",
    pages: pages(BUNDLE, ["default", "slim-wasm", "no-client"]),
    cells: cell("rollup", built(rollup, besideBundle), ["default", "slim-wasm", "no-client"]),
  },
  {
    fixture: "esbuild",
    pages: pages(BUNDLE, ["default", "slim-wasm", "no-client"]),
    cells: cell("esbuild", built(esbuild, besideBundle), ["default", "slim-wasm", "no-client"]),
  },
  {
    fixture: "parcel",
    pages: pages(MODULE, ["default", "slim"]),
    cells: cell("parcel", built(parcel), ["default", "slim"]),
  },
  {
    fixture: "plain",
    pages: {
      ...pages(IMPORT_MAP, ["default", "slim"]),
      ...pages(STRICT, ["strict-default", "strict-slim"]),
      ...pages(MODULE, ["worker-default", "worker-slim"]),
    },
    cells: [
      ...cell("import-map", importMap, ["default", "slim"]),
      ...cell("strict", strict, ["default", "slim"]),
      ...cell("worker", worker, ["default", "slim"]),
      ...cell("node", program((entry) => ["node", "node.mjs", specifier(entry)]), ["default", "slim"]),
    ],
  },
  {
    fixture: "vitest",
    pages: {},
    cells: cell("vitest", program((entry) => ["vitest", "run", entry]), ["default", "slim"]),
  },
  {
    fixture: "next",
    pages: {},
    cells: [
      ...cell("next", nextBuilt(["next", "build"]), ["default", "slim", "react"]),
      ...cell("next-webpack", nextBuilt(["next", "build", "--webpack"]), ["default", "slim", "react"]),
      ...cell("next-dev", nextServed, ["default", "slim", "react"]),
    ],
  },
];
