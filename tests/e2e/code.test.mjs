// Codes of the e-mail verification that are refused, each followed by one that is taken.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { useHouse } from "./house.mjs";

const ADDRESS = "jane.doe@foo.domain";
const house = useHouse();
const newestCode = async () => (await house.sandbox.mails()).at(-1).code;
const wrong = (code) => (code === "000000" ? "000001" : "000000");

async function isRefused(demo, code) {
  const answered = demo.region("E-mail verification").page().waitForResponse((response) => response.request().method() === "POST" && /confirm/i.test(response.url()));
  await demo.confirm(code);
  assert.equal((await answered).status(), 400);
  const text = await demo.problem("E-mail verification", "bad_request");
  assert.match(text, /HTTP status 400/);
  assert.match(text, /Retryable: no/);
}

async function aNewCodeWorks(demo) {
  await demo.sendCode(ADDRESS);
  await demo.confirm(await newestCode());
  await demo.says("E-mail verification", "The address is confirmed");
}

test("a wrong code is refused and the right one is taken after it", async (t) => {
  const { demo } = await house.visit(t);
  await demo.signUp();
  await demo.sendCode(ADDRESS);
  const code = await newestCode();
  await isRefused(demo, wrong(code));
  await demo.confirm(code);
  await demo.says("E-mail verification", "The address is confirmed");
});

test("an expired code is refused and a new one is taken", async (t) => {
  const { demo } = await house.visit(t);
  await demo.signUp();
  await demo.sendCode(ADDRESS);
  await house.sandbox.advanceClock(15 * 60 + 1);
  await isRefused(demo, await newestCode());
  await aNewCodeWorks(demo);
});

test("a code that was used is refused the second time and a new one is taken", async (t) => {
  const { demo } = await house.visit(t);
  await demo.signUp();
  await demo.sendCode(ADDRESS);
  const code = await newestCode();
  await demo.confirm(code);
  await demo.says("E-mail verification", "The address is confirmed");
  await isRefused(demo, code);
  await aNewCodeWorks(demo);
});

test("the sixth try is refused although the code is right and a new one is taken", async (t) => {
  const { demo } = await house.visit(t);
  await demo.signUp();
  await demo.sendCode(ADDRESS);
  const code = await newestCode();
  for (let tries = 0; tries < 5; tries += 1) await isRefused(demo, wrong(code));
  await isRefused(demo, code);
  await aNewCodeWorks(demo);
});
