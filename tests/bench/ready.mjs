// From nothing to a client, in milliseconds: both entries beside a page with the same bytes of JavaScript that do nothing.
// Each load is cold: a browser context of its own, in turns, so that a busy machine is busy for all. Nothing is asserted here.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { startBrowser } from "../e2e/browser.mjs";
import { listen } from "../e2e/listen.mjs";
import { ROOT } from "../e2e/sandbox.mjs";

const LOADS = Number(process.argv[2] ?? 20);
const PACKAGE = join(ROOT, "pkg");

/** What an app's bundler makes of an entry and one createClient. */
async function bundle(entry) {
  const app = `import { createClient } from ${JSON.stringify(join(PACKAGE, entry))};
    const begin = performance.now();
    createClient({ baseUrl: location.origin, wasm: "/ibex.wasm" }).then(() => {
      window.ready = { client: performance.now() - begin, page: performance.now() };
    });`;
  const options = { bundle: true, minify: true, format: "esm", target: "es2022", write: false, logLevel: "error" };
  const { outputFiles } = await build({ ...options, stdin: { contents: app, resolveDir: ROOT } });
  return Buffer.from(outputFiles[0].contents);
}

/** As many bytes, in a string that nobody reads. */
function idle(bytes) {
  const [before, after] = [`const idle="`, `";window.ready={page:performance.now()}`];
  return Buffer.from(before + "a".repeat(bytes - before.length - after.length) + after);
}

const [inline, slim, wasm] = await Promise.all([bundle("index.js"), bundle("slim.js"), readFile(join(PACKAGE, "wasm", "ibex.wasm"))]);
const scripts = { default: inline, slim, "empty, bytes of default": idle(inline.length), "empty, bytes of slim": idle(slim.length) };
const names = Object.keys(scripts);

const site = await listen((request, response) => {
  const [, kind, number] = /^\/(page|script|ibex\.wasm)\/?(\d)?$/.exec(request.url) ?? [];
  const send = (type, body) => response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-store" }).end(body);
  if (kind === "page") return send("text/html", `<!doctype html><title>Bench</title><script type="module" src="/script/${number}"></script>`);
  if (kind === "script") return send("text/javascript", scripts[names[number]]);
  if (kind === "ibex.wasm") return send("application/wasm", wasm);
  response.writeHead(404).end();
});
const browser = await startBrowser();

async function load(number) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${site.url}/page/${number}`);
    return await (await page.waitForFunction(() => window.ready)).jsonValue();
  } finally {
    await context.close();
  }
}

const times = names.map(() => []);
try {
  for (const number of names.keys()) await load(number); // the browser itself is warm then
  for (let turn = 0; turn < LOADS; turn += 1) {
    for (const number of names.keys()) times[number].push(await load(number));
  }
} finally {
  await browser.close();
  await site.stop();
}

function median(values) {
  const sorted = values.filter((value) => value !== undefined).sort((one, other) => one - other);
  if (sorted.length === 0) return "";
  const middle = sorted.length >> 1;
  return (sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2).toFixed(1);
}

console.log(`medians of ${LOADS} cold loads, in milliseconds`);
const row = (name, ...cells) => console.log([name.padEnd(26), ...cells.map((cell) => String(cell).padStart(16))].join(""));
row("page", "JavaScript bytes", "createClient", "page to ready");
for (const [number, name] of names.entries()) {
  const column = (member) => median(times[number].map((time) => time[member]));
  row(name, scripts[name].length, column("client"), column("page"));
}
