// A server of files and no more: what a bundler emitted, as any host would serve it.

import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { listen } from "../e2e/listen.mjs";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };

/** `headers` come with every answer. */
export function serveFiles(folder, headers = {}) {
  return listen(async (request, answer) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    const file = path.endsWith("/") ? `${path}index.html` : path;
    const bytes = await readFile(join(folder, file)).catch(() => undefined);
    for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value);
    answer.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
    answer.writeHead(bytes ? 200 : 404).end(bytes);
  });
}
