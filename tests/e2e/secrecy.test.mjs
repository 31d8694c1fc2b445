// No token is anywhere that JavaScript can look. The tokens are those that the network really carried.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { useHouse } from "./house.mjs";
import { collectTokens } from "./tokens.mjs";

const house = useHouse();

/** None of the tokens occurs in any of the texts, not even its payload or its signature alone. */
function assertAbsent(tokens, texts) {
  assert.ok(tokens.size >= 4, "the network carried tokens");
  const parts = [...tokens].flatMap((token) => [token, ...token.split(".").slice(1)]);
  for (const [where, text] of Object.entries(texts)) {
    assert.equal(parts.some((part) => text.includes(part)), false, `a token is in ${where}`);
  }
}

test("no token is in the page, the console, any storage or any URL", async (t) => {
  const { page, console, demo } = await house.visit(t);
  const network = collectTokens(page);
  const urls = [];
  page.on("request", (request) => urls.push(request.url(), request.headers().referer ?? ""));
  await demo.signUp();
  await demo.addRow("city", "string", "Paris");
  await demo.save("1 change saved.");
  await demo.button("Refresh now").click();
  await demo.says("Session", "The session is renewed.");
  await network.settled();

  const globals = await page.evaluate(() => {
    const plain = document.createElement("iframe");
    document.body.append(plain);
    const known = new Set(Object.getOwnPropertyNames(plain.contentWindow));
    plain.remove();
    return Object.getOwnPropertyNames(window).filter((name) => !known.has(name) && !/^\d+$/.test(name) && !document.getElementById(name));
  });
  assert.deepEqual(globals.filter((name) => !name.startsWith("__playwright") && !name.startsWith("__pw")), []);

  const stored = await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    cookie: document.cookie,
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    history: JSON.stringify([history.state, window.name]),
  }));
  assert.deepEqual(stored, { local: [], session: [], cookie: "", databases: [], caches: [], history: '[null,""]' });
  assert.deepEqual(await page.context().cookies(), []);

  const fields = await page.locator("input").evaluateAll((inputs) => inputs.map((input) => input.value).join("\n"));
  assertAbsent(network.tokens, { "the page": await page.content(), fields, "the console": console.join("\n"), URLs: urls.join("\n") });
});

test("no token can be reached from the client object", async (t) => {
  const { page } = await house.visit(t);
  const network = collectTokens(page);
  const seen = await page.evaluate(async () => {
    const { createClient } = await import("/pkg/index.js");
    const client = await createClient({ baseUrl: location.origin });
    const events = [];
    client.on("session", (event) => events.push(event));
    const results = [await client.signUp({ userName: "jane.doe@foo.domain" }), await client.signIn({ includeUserdata: true }), await client.refresh()];
    results.push(await client.userData.get(), await client.request("POST", "/v1.2/auth/refresh").catch((error) => error));

    // Everything there is to read: own and inherited names, symbols, getters, prototypes, source texts.
    const texts = [];
    const met = new Set();
    const walk = (value) => {
      if (typeof value === "string") texts.push(value);
      if (value === null || !["object", "function"].includes(typeof value) || met.has(value) || value === window) return;
      met.add(value);
      if (typeof value === "function") texts.push(Function.prototype.toString.call(value));
      if (value instanceof WebAssembly.Memory) texts.push(new TextDecoder("latin1").decode(value.buffer));
      for (const key of Reflect.ownKeys(value)) {
        texts.push(String(key));
        try {
          walk(value[key]);
        } catch {
          // A getter of a prototype refuses a foreign receiver; the instance's own was read above.
        }
      }
      walk(Object.getPrototypeOf(value));
    };
    walk([client, events, results]);
    texts.push(JSON.stringify(client), JSON.stringify(events), JSON.stringify(results), String(client));
    return texts.join("\n");
  });
  await network.settled();
  assert.match(seen, /externalUserId/);
  assertAbsent(network.tokens, { "the client": seen });
});
