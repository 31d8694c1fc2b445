// What diagnose() finds of the API: there or not, the API or not, and what its CORS lets a page do.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { LIMIT } from "../empty.mjs";
import { listen } from "../listen.mjs";
import { assertAnswers, assertFinding, useClinic } from "./clinic.mjs";

const clinic = useClinic();
const { house, openApp } = clinic;

test("a Content-Security-Policy that forbids the API is told with the origin to add", LIMIT, async (t) => {
  const { diagnose } = await openApp(t, { headers: { "content-security-policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" } });
  const diagnosis = await diagnose({ baseUrl: house.sandbox.url });
  assertAnswers(diagnosis, { api: "no", cors: "unknown" });
  assertFinding(diagnosis, "api", "no", /connect-src/);
  assert.ok(diagnosis.findings.api.message.includes(house.sandbox.url));
  assert.equal(diagnosis.ok, false);
});

test("a server that is not there is told from one that a policy hides", LIMIT, async (t) => {
  const gone = await listen(() => {});
  await gone.stop();
  const { diagnose } = await openApp(t, { headers: { "content-security-policy-report-only": "connect-src 'none'" } });
  const diagnosis = await diagnose({ baseUrl: gone.url });
  assertAnswers(diagnosis, { api: "no", cors: "unknown" });
  assertFinding(diagnosis, "api", "no", /Nothing at .* can be reached/);
});

test("a server that does not answer is waited for no longer than a few seconds", LIMIT, async (t) => {
  const { diagnose } = await openApp(t);
  const began = performance.now();
  const diagnosis = await diagnose({ baseUrl: `${clinic.elsewhere.url}/silent` });
  assertAnswers(diagnosis, { api: "no", cors: "unknown" });
  assertFinding(diagnosis, "api", "no", /within 5 seconds/);
  assert.ok(performance.now() - began < 15_000);
});

const JUDGEMENTS = [
  ["html", "no", /not the API/],
  ["json", "no", /not with a challenge/],
  ["null", "no", /not the API/],
  ["empty", "no", /not the API/],
  ["moved", "no", /redirects/],
  ["missing", "no", /without a version/],
  ["broken", "no", /out of order: status 502/],
  ["keyless", "yes", /apiKey/],
  ["teapot", "yes", /418/],
  ["flooded", "yes", /too many requests/],
];
for (const [name, answer, message] of JUDGEMENTS) {
  test(`an answer that is ${name} is called so`, LIMIT, async (t) => {
    const { diagnose } = await openApp(t);
    const diagnosis = await diagnose({ baseUrl: `${clinic.elsewhere.url}/${name}` });
    assertFinding(diagnosis, "api", answer, message);
    assert.equal(diagnosis.findings.rpId.answer, "yes");
    if (answer === "no") assertFinding(diagnosis, "cors", "unknown", /see api/);
  });
}

test("a CORS that does not allow Authorization is told by that name, with the header that is", LIMIT, async (t) => {
  const { diagnose, origin } = await openApp(t);
  await house.sandbox.changeVariants({ cors: "strict" });
  const diagnosis = await diagnose({ baseUrl: house.sandbox.url });
  assertAnswers(diagnosis, { cors: "no" });
  assertFinding(diagnosis, "cors", "no", /send Authorization: .*Access-Control-Allow-Headers.*"x-ibex-auth"/);
  assert.ok(diagnosis.findings.cors.message.includes(`let ${origin} send`));
  assert.equal(diagnosis.ok, false);
});

test("a CORS without any header is told with all that are needed, one without optional ones with what to do without", LIMIT, async (t) => {
  const { diagnose } = await openApp(t);
  const simple = await diagnose({ baseUrl: `${clinic.elsewhere.url}/simple` });
  assertAnswers(simple, { cors: "no" });
  assertFinding(simple, "cors", "no", /send Authorization, Content-Type: (?!.*x-ibex-auth)/);
  const keys = await diagnose({ baseUrl: `${clinic.elsewhere.url}/keys` });
  assertAnswers(keys);
  assertFinding(keys, "cors", "yes", /not allow X-RpId, x-api-key, X-Blockchain-Id, X-IBEx-Auth: do without rpId, apiKey, chainId, authHeader/);
  const tenant = await diagnose({ baseUrl: `${clinic.elsewhere.url}/keys`, rpId: "localhost" });
  assertFinding(tenant, "cors", "no", /send X-RpId/);
});

test("an API that does not let this origin read is told from one that does not answer", LIMIT, async (t) => {
  const { diagnose, origin } = await openApp(t);
  const diagnosis = await diagnose({ baseUrl: `${clinic.elsewhere.url}/nobody` });
  assertAnswers(diagnosis, { api: "unknown", cors: "no" });
  assertFinding(diagnosis, "cors", "no", /Access-Control-Allow-Origin/);
  assert.ok(diagnosis.findings.cors.message.includes(origin));
  assert.equal(diagnosis.ok, false);
});
