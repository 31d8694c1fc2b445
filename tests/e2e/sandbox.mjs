// A sandbox process of its own for a test file: started on a free port, steered over its control API, ended by its handle.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
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

  /** On a connection of its own: the server hangs up on idle ones when it is told to drop some. */
  async function control(method, path, body) {
    const headers = body && { "content-type": "application/json" };
    const asking = request(`${url}/sandbox/${path}`, { method, headers, agent: false }).end(body && JSON.stringify(body));
    const [answer] = await once(asking, "response");
    const text = (await answer.setEncoding("utf8").toArray()).join("");
    if (answer.statusCode >= 300) throw new Error(`${method} /sandbox/${path}: ${answer.statusCode} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  return {
    url,
    advanceClock: (seconds) => control("POST", "clock", { advance: seconds }),
    /** One rule or several (README, "What breaks on request"); they go away with the next `reset`. */
    breakNext: (rules) => control("POST", "faults", rules),
    repair: () => control("DELETE", "faults"),
    changeVariants: (variants) => control("PATCH", "variants", variants),
    mails: () => control("GET", "mails"),
    journal: () => control("GET", "journal"),
    /** The journal without preflights. */
    requests: async () => (await control("GET", "journal")).filter(({ method }) => method !== "OPTIONS"),
    clearJournal: () => control("DELETE", "journal"),
    reset: () => control("POST", "reset"),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill();
      await ended;
    },
  };
}
