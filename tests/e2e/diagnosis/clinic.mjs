// What the tests of diagnose() have in common: a page of an app on an origin of its own, servers that are not the API, and a
// look at what was found.

import { strict as assert } from "node:assert";
import { after, before } from "node:test";
import { startSite } from "../app.mjs";
import { useHouse } from "../house.mjs";
import { listen } from "../listen.mjs";

const CHALLENGE = { credentialRequestOptions: { challenge: "AAAA", rpId: "localhost" } };
const ANSWERS = {
  html: [200, { "content-type": "text/html" }, "<!doctype html><p>Hello"],
  json: [200, {}, '{"hello":"world"}'],
  null: [200, {}, "null"],
  empty: [204, {}, ""],
  moved: [302, { location: "/options/v1.2/auth/sign-in" }, ""],
  missing: [404, {}, '{"message":"Route not found"}'],
  teapot: [418, {}, '{"message":"I am a teapot"}'],
  keyless: [401, {}, '{"message":"bad key"}'],
  flooded: [429, {}, "Too many requests"],
  broken: [502, {}, "<html>Bad gateway</html>"],
  stranger: [400, {}, '{"message":"Unknown domain/rpId"}'],
  odd: [200, {}, JSON.stringify({ credentialRequestOptions: { challenge: "AAAA", rpId: "https://localhost/" } })],
  nobody: [200, { "access-control-allow-origin": "" }, JSON.stringify(CHALLENGE)],
  simple: [200, {}, JSON.stringify(CHALLENGE)],
  keys: [200, { "access-control-allow-headers": "Authorization, Content-Type" }, JSON.stringify(CHALLENGE)],
};

/** What answers is named by the path before the API's own. */
function answerAsNamed({ url }, answer) {
  const name = url.split("/")[1];
  if (name === "silent") return;
  const [status, headers, body] = ANSWERS[name];
  answer.writeHead(status, { "content-type": "application/json", "access-control-allow-origin": "*", ...headers }).end(body);
}

/** The house of a test file, with `elsewhere`, a server of all that is not the API, and `frames`, a site for frames of another origin. */
export function useClinic() {
  const house = useHouse("--rp-id", "shop.example");
  const clinic = { house, elsewhere: undefined, frames: undefined, openApp };
  before(async () => {
    [clinic.elsewhere, clinic.frames] = await Promise.all([listen(answerAsNamed), startSite()]);
  });
  after(() => Promise.all([clinic.elsewhere?.stop(), clinic.frames?.stop()]));
  return clinic;

  /** The page of an app on an origin of its own, with these headers. */
  async function openApp(t, { headers = {}, host = "localhost", prepare } = {}) {
    const visit = await house.open(t);
    const { page } = visit;
    if (prepare) await page.addInitScript(prepare);
    const url = new URL(house.site.url);
    url.hostname = host;
    await page.goto(`${url}?${new URLSearchParams(headers)}`);
    const diagnose = (options) => page.evaluate(runDiagnose, options);
    return { ...visit, origin: url.origin, diagnose };
  }
}

/** Runs in the page. */
export async function runDiagnose(options) {
  const { diagnose } = await import("/pkg/index.js");
  return diagnose(options);
}

const answers = ({ findings }) => Object.fromEntries(Object.entries(findings).map(([name, { answer }]) => [name, answer]));

/** The answers, but for hybridTransport, which is up to the machine's Bluetooth. */
export function assertAnswers(diagnosis, others = {}) {
  const { hybridTransport, ...told } = answers(diagnosis);
  const well = [
    ...["secureContext", "webauthn", "rpId", "permissionsPolicy", "wasm", "api", "cors"],
    ...["platformAuthenticator", "conditionalGet", "conditionalCreate", "prf", "signalApi", "relatedOrigins"],
  ];
  assert.deepEqual(told, { ...Object.fromEntries(well.map((name) => [name, "yes"])), ...others });
}

export function assertFinding({ findings }, name, answer, message) {
  assert.equal(findings[name].answer, answer, findings[name].message);
  assert.match(findings[name].message, message);
}
