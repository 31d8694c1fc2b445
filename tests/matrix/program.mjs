// Programs of the fixtures: npm, bundlers, servers. Each has a process group of its own, so that nothing of it stays.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { stripVTControlCharacters } from "node:util";

const READY_WITHIN = 60_000;
const OVER_WITHIN = 300_000;
// Nothing reports home, and no output is coloured.
const ENVIRONMENT = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1", NO_COLOR: "1" };

const groups = new Set();
process.on("exit", () => groups.forEach((group) => end(group, "SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(130));

/** Runs it to its end and resolves with all that it said; rejects with the same where it fails. */
export async function run(command, folder) {
  const { child, said, gone } = start(command, folder);
  const timer = setTimeout(() => end(child.pid, "SIGKILL"), OVER_WITHIN);
  const [code, signal] = await gone;
  clearTimeout(timer);
  if (code !== 0) throw new Error(`\`${command.join(" ")}\` ended with ${code ?? signal}\n${said()}`);
  return said();
}

/** Starts a server on a free port, `command(port)`, and resolves when it has said its address. */
export async function serve(commandOn, folder) {
  const url = `http://localhost:${await freePort()}`;
  const command = commandOn(new URL(url).port);
  const { child, said, gone } = start(command, folder);
  const ready = new Promise((resolve) => {
    child.stdout.on("data", () => said().includes(url) && resolve("ready"));
  });
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), READY_WITHIN);
  const outcome = await Promise.race([ready, gone, once(late.signal, "abort")]);
  clearTimeout(timer);
  const stop = async () => {
    end(child.pid, "SIGTERM");
    await gone;
  };
  if (outcome === "ready") return { url, said, stop };
  await stop();
  throw new Error(`\`${command.join(" ")}\` did not become ready\n${said()}`);
}

/** NOTE: chosen here, because Vite and Next take a port of 0 for their usual one. */
async function freePort() {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

function start([program, ...args], folder) {
  const PATH = join(folder, "node_modules", ".bin") + delimiter + process.env.PATH;
  const options = { cwd: folder, env: { ...ENVIRONMENT, PATH }, stdio: ["ignore", "pipe", "pipe"], detached: true };
  const child = spawn(program, args, options);
  const pieces = [];
  for (const output of [child.stdout, child.stderr]) output.setEncoding("utf8").on("data", (said) => pieces.push(said));
  groups.add(child.pid);
  const gone = once(child, "close").finally(() => {
    end(child.pid, "SIGKILL"); // what it started and left
    groups.delete(child.pid);
  });
  return { child, gone, said: () => stripVTControlCharacters(pieces.join("")) };
}

function end(group, signal) {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error; // nobody is left
  }
}
