// An app of nothing but the SDK: the package as it is published, in a page on an origin of its own.

import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { listen } from "./listen.mjs";
import { ROOT } from "./sandbox.mjs";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };

/** Serves the page, with the headers that its query names, and the package. */
export function startSite() {
  return listen(async ({ url }, answer) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    answer.setHeader("access-control-allow-origin", "*"); // a sandboxed frame has another origin than its own package
    for (const [name, value] of searchParams) answer.setHeader(name, value);
    if (pathname === "/") return answer.setHeader("content-type", "text/html").end("<!doctype html><title>App</title>");
    const path = normalize(pathname);
    if (path === "/favicon.ico") return answer.writeHead(204).end();
    const file = path.startsWith("/pkg/") && (await readFile(join(ROOT, path)).catch(() => undefined));
    answer.statusCode = file ? 200 : 404;
    answer.setHeader("content-type", TYPES[extname(path)] ?? "text/plain").end(file || "");
  });
}

/** Opens it, with a client that somebody has signed up with. `clientOptions` go to `createClient`. */
export async function openApp(page, site, url, clientOptions = {}) {
  await page.addInitScript(watch);
  await page.goto(site.url);
  await page.evaluate(
    async (options) => {
      const { createClient } = await import("/pkg/index.js");
      app.ibex = await createClient(options);
      app.ibex.on("session", (session) => app.sessions.push(session && session.externalUserId));
      app.ibex.on("error", ({ code }) => app.errors.push(code));
      await app.ibex.signUp({ userName: "jane" });
    },
    { baseUrl: url, ...clientOptions },
  );
  return {
    /** What a call comes to: `{ value }`, or what its error says. `source` is an expression over `ibex`. */
    call: (source) => page.evaluate((source) => app.outcome((0, eval)(`(ibex) => ${source}`)(app.ibex)), source),
    sessions: () => page.evaluate(() => app.sessions),
    errors: () => page.evaluate(() => app.errors),
    unhandled: () => page.evaluate(() => app.unhandled),
    /** Bytes of the module's memory. */
    memory: () => page.evaluate(() => app.memory.buffer.byteLength),
  };
}

/** Runs in the page before anything else: what it hears, and the module's memory and its table of references, which the package shows nobody. */
function watch() {
  const app = { ibex: undefined, memory: undefined, table: undefined, sessions: [], errors: [], unhandled: [], outcome, references };
  globalThis.app = app;
  addEventListener("unhandledrejection", ({ reason }) => app.unhandled.push(String(reason)));
  addEventListener("error", ({ message }) => app.unhandled.push(message));
  for (const method of ["instantiate", "instantiateStreaming"]) {
    const real = WebAssembly[method];
    WebAssembly[method] = async (...all) => {
      const made = await real(...all);
      const of = (Type) => Object.values((made.instance ?? made).exports).find((member) => member instanceof Type);
      Object.assign(app, { memory: of(WebAssembly.Memory), table: of(WebAssembly.Table) });
      return made;
    };
  }

  /** How many references the module holds. */
  function references() {
    let held = 0;
    for (let slot = 0; slot < app.table.length; slot += 1) if (app.table.get(slot) !== null) held += 1;
    return held;
  }

  async function outcome(promise) {
    try {
      return { value: await promise };
    } catch ({ name, code, status, retryable, retryAfter }) {
      return { name, code, status, retryable, retryAfter };
    }
  }
}
