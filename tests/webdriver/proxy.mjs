// A WebDriver proxy between the wasm-bindgen test runner and a browser's driver, so that tests hold real WebAuthn ceremonies.
//
//   node proxy.mjs chromium|firefox --driver http://127.0.0.1:PORT [--binary /path/to/the/browser]
//
// Its first line on stdout is its own URL; it ends, sessions first, when its stdin does.
// The runner knows nothing of authenticators and visits an address, which is no RP ID. So the proxy
//   - adds the browser's options and, once there is a session, a virtual authenticator (`POST /session`);
//   - turns 127.0.0.1 into localhost (`POST /session/{id}/url`);
//   - ends a session whose last window is closed (`DELETE /session/{id}/window`);
// and hands everything else on as it is. The tests steer the authenticator of the running session from the page:
//   POST   /authenticator              {"isUserVerified": bool}     whether the next prompt is confirmed by the user
//   POST   /authenticator/replace      {…options} or nothing        a new, empty authenticator; see OPTIONS for the names
//   GET    /authenticator/credentials                               what it holds
//   DELETE /authenticator/credentials                               forgets them all
import { createServer } from "node:http";
import * as chromium from "./chromium.mjs";
import * as firefox from "./firefox.mjs";

const OPTIONS = {
  protocol: "ctap2",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  isUserConsenting: true,
};

const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
const engine = { chromium, firefox }[process.argv[2]];
const driver = option("--driver");
const binary = option("--binary");
if (!engine || !driver) {
  console.error("usage: node proxy.mjs chromium|firefox --driver http://127.0.0.1:PORT [--binary /path/to/the/browser]");
  process.exit(2);
}

/** The authenticator of each running session; the runner holds one session at a time. */
const authenticators = new Map();
/** Sessions that the driver is still starting. */
const starting = new Set();
let ending = false;

/** One command to the driver: the status and the parsed answer. */
async function send(method, path, body) {
  const response = await fetch(new URL(path, driver), {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: response.status, answer: await response.json() };
}

async function addAuthenticator(session, options) {
  const added = await engine.addAuthenticator(send, session, { ...OPTIONS, ...options });
  if (added.status === 200) authenticators.set(session, added.answer.value);
  return added;
}

async function newSession(request) {
  // The runner speaks to chromedriver as before the standard (`desiredCapabilities`); the driver gets the standard's form.
  const wanted = request.desiredCapabilities ?? request.capabilities?.alwaysMatch ?? {};
  const alwaysMatch = {
    ...engine.capabilities(wanted, binary),
    // A driver takes one command at a time. Waiting for the page to load, it would wait for a page that waits for it:
    // the tests begin while the page loads, and steer the authenticator through this proxy. The runner polls anyway.
    pageLoadStrategy: "none",
  };
  const created = await send("POST", "/session", { capabilities: { alwaysMatch } });
  if (created.status !== 200) return created;
  const session = created.answer.value.sessionId;
  const added = await addAuthenticator(session, {});
  if (added.status !== 200) {
    await send("DELETE", `/session/${session}`);
    return added;
  }
  return { status: 200, answer: { ...created.answer, sessionId: session, status: 0 } };
}

async function closeWindow(session) {
  const closed = await send("DELETE", `/session/${session}/window`);
  if (closed.status === 200 && closed.answer.value?.length === 0) {
    authenticators.delete(session);
    // The driver may have ended the session with its last window, or not yet: either is well.
    await send("DELETE", `/session/${session}`).catch(() => {});
  }
  return closed;
}

/** What the runner says, changed where it must be. */
async function command(method, path, body) {
  const [, session, rest] = /^\/session\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
  if (method === "POST" && path === "/session") {
    if (ending) return { status: 503, answer: { message: "the proxy is ending" } };
    const started = newSession(body);
    starting.add(started);
    return started.finally(() => starting.delete(started));
  }
  if (method === "DELETE" && rest === "window") return closeWindow(session);
  if (method === "DELETE" && session && rest === undefined) authenticators.delete(session);
  if (method === "POST" && rest === "url") {
    const url = new URL(body.url);
    if (url.hostname === "127.0.0.1") url.hostname = "localhost";
    return send(method, path, { ...body, url: url.href });
  }
  return send(method, path, body);
}

/** What a test page asks of the authenticator. */
async function control(method, path, body) {
  const [session, authenticator] = [...authenticators].at(-1) ?? [];
  if (!session) return { status: 409, answer: { message: "no session is running" } };
  const base = `/session/${session}/webauthn/authenticator/${authenticator}`;
  switch (`${method} ${path}`) {
    case "POST /authenticator":
      return send("POST", `${base}/uv`, { isUserVerified: body?.isUserVerified });
    case "POST /authenticator/replace": {
      const removed = await send("DELETE", base);
      return removed.status === 200 ? addAuthenticator(session, body) : removed;
    }
    case "GET /authenticator/credentials":
    case "DELETE /authenticator/credentials":
      return send(method, `${base}/credentials`);
    default:
      return { status: 404, answer: { message: `no such control: ${method} ${path}` } };
  }
}

const loopback = (host) => /^(localhost|127\.0\.0\.1|\[::1\])$/.test(host ?? "");

function corsHeaders(origin) {
  return origin === undefined
    ? {}
    : {
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "GET, POST, DELETE",
        "access-control-allow-headers": "content-type",
        vary: "Origin",
      };
}

async function answer(request) {
  const { origin, host } = request.headers;
  const { pathname } = new URL(request.url, "http://localhost");
  const isControl = pathname.startsWith("/authenticator");
  // A page may reach the control alone, and only a page of this machine; WebDriver commands never come from a page.
  const allowed = origin === undefined || (isControl && URL.canParse(origin) && loopback(new URL(origin).hostname));
  if (!allowed || !loopback(host?.replace(/:\d+$/, ""))) return { status: 403, answer: { message: "only from this machine" } };
  if (request.method === "OPTIONS") return { status: 204, headers: corsHeaders(origin) };
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  const body = text === "" ? undefined : JSON.parse(text);
  const reply = await (isControl ? control : command)(request.method, pathname, body);
  return { ...reply, headers: corsHeaders(origin) };
}

const server = createServer(async (request, response) => {
  const reply = await answer(request).catch((error) => ({
    status: 500,
    answer: { value: { error: "unknown error", message: `proxy: ${error.cause ?? error}`, stacktrace: "" } },
  }));
  response.writeHead(reply.status, { "content-type": "application/json", "cache-control": "no-store", ...reply.headers });
  response.end(reply.answer === undefined ? undefined : JSON.stringify(reply.answer));
});

server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));

// A browser would outlive a driver that is killed, so the sessions end first, also one that is only just starting.
process.stdin.resume().on("end", async () => {
  ending = true;
  await Promise.allSettled(starting);
  await Promise.allSettled([...authenticators.keys()].map((session) => send("DELETE", `/session/${session}`)));
  process.exit(0);
});
