// Passkeys in the autofill of the demo's sign-in form, in Firefox.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { chooseOffered } from "./browser.mjs";
import { useHouse } from "./house.mjs";

const house = useHouse();

test("a passkey that is chosen in the field signs in, brings the data along, and is offered again after the sign-out", async (t) => {
  const { driver, demo } = await house.visit(t);
  assert.equal(await (await demo.field("Account name")).getAttribute("autocomplete"), "username webauthn");
  await demo.signUp();
  await demo.addRow("city", "string", "Paris");
  await demo.save("1 change saved.");
  for (let turn = 0; turn < 2; turn += 1) {
    assert.equal(await chooseOffered(driver), null, "nothing is on offer while somebody is signed in");
    await demo.signOut();
    assert.equal(await driver.wait(() => chooseOffered(driver), 15_000, "no passkey was offered"), 1);
    await demo.says("Passkey", "your user data came along");
    assert.equal(await (await demo.field("Value, city")).getAttribute("value"), "Paris");
  }
});
