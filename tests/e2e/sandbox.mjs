// A sandbox process of its own for a test file: started on a free port, steered over its control API, ended by its handle.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BINARY = process.env.IBEX_SANDBOX ?? fileURLToPath(new URL("../../target/debug/ibex-sandbox", import.meta.url));

/** Resolves when the sandbox listens. Its first line on stdout is its URL. */
export async function startSandbox(...options) {
  const child = spawn(BINARY, ["--port", "0", "--site", ROOT, ...options], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const failed = ended.then(([code]) => {
    throw new Error(`${BINARY} ended with ${code} before it listened`);
  });
  failed.catch(() => {});
  const [url] = await Promise.race([once(lines, "line"), failed]);

  async function control(method, path, body) {
    const answer = await fetch(`${url}/sandbox/${path}`, {
      method,
      headers: body && { "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} /sandbox/${path}: ${answer.status}`);
    return answer.status === 204 ? undefined : answer.json();
  }

  return {
    url,
    advanceClock: (seconds) => control("POST", "clock", { advance: seconds }),
    changeVariants: (variants) => control("PATCH", "variants", variants),
    mails: () => control("GET", "mails"),
    journal: () => control("GET", "journal"),
    clearJournal: () => control("DELETE", "journal"),
    reset: () => control("POST", "reset"),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill();
      await ended;
    },
  };
}
