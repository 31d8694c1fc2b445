// diagnose(): what is wrong, told before a user meets it. It asks the browser, and the API for a challenge that nobody
// answers; it needs no wasm, opens no prompt, sends no secret, and always settles.
import { isBrowser } from "./browser.js";
import { callApi } from "./diagnose/api.js";
import { capabilities } from "./diagnose/capabilities.js";
import { no, settled, unknown } from "./diagnose/finding.js";
import { read } from "./diagnose/options.js";
import { permissionsPolicy, secureContext, webauthn } from "./diagnose/page.js";
import { rpId } from "./diagnose/rp-id.js";
import { wasm } from "./diagnose/wasm.js";
import { version } from "./wasm/version.js";

// What sign-up and sign-in do not work without.
const NEEDED = ["secureContext", "webauthn", "rpId", "permissionsPolicy", "wasm", "api", "cors"];

const SERVER = "This is no browser, and diagnose() tells of the browser that it runs in: call it in the page.";

export async function diagnose(options) {
  const checks = checksOf(read(options));
  const pending = Object.entries(checks).map(async ([name, check]) => [name, isBrowser() ? await settled(check) : onServer(name)]);
  const findings = Object.fromEntries(await Promise.all(pending));
  return { version, ok: NEEDED.every((name) => findings[name].answer !== "no"), findings };
}

function checksOf(given) {
  let calling;
  const called = () => (calling ??= callApi(given));
  return {
    secureContext,
    webauthn,
    rpId: async () => rpId(given, await called().catch(() => ({}))),
    permissionsPolicy,
    wasm,
    api: async () => (await called()).api,
    cors: async () => (await called()).cors,
    ...capabilities(),
  };
}

const onServer = (name) => (name === "webauthn" ? no(SERVER) : unknown(SERVER));
