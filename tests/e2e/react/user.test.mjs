// useUserData shows a user nothing of anybody else, however late it comes.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { LIMIT, VERSIONS, hold, useReactHouse } from "./page.mjs";
import { openSignedIn, shows, write } from "./signed-in.mjs";

const house = useReactHouse();

/** What requests of a former session come to, and what brings it about. */
const ENDS = Object.entries({ answer: "answer", refusal: "refuse" });

for (const version of VERSIONS) {
  /** A read and a write of the user who is signed in, which the server has carried out and not answered yet. */
  const openLate = async (t) => {
    const visit = await openSignedIn(house, t, version, { city: "Paris" });
    const { page } = visit;
    const [reads, writes] = [await hold(page, "GET"), await hold(page, "POST")];
    await page.evaluate(() => {
      window.read = window.app.outcome(window.app.hooks.one.userData.reload());
    });
    await write(page, "late", { city: "Rome" });
    await shows(visit.until, { city: "Rome" });
    const late = [await reads.at(0), await writes.at(0)];
    for (const request of late) await request.carryOut();
    return {
      ...visit,
      reads,
      late,
      bothEnded: () => page.evaluate(() => Promise.all([window.read, window.writes.late])),
    };
  };

  test(`React ${version}: a read that the same user's next sign-in ends is made again`, LIMIT, async (t) => {
    const { page, until, view, complaints } = await openSignedIn(house, t, version, { city: "Paris" });
    const reads = await hold(page, "GET");
    await page.evaluate(() => {
      window.read = window.app.outcome(window.app.hooks.one.userData.reload());
    });
    const late = await reads.at(0);
    await page.evaluate(() => window.app.hooks.one.client.signIn());
    await late.refuse(401);
    await (await reads.at(1)).answer();
    assert.deepEqual(await page.evaluate(() => window.read), { value: undefined });
    await shows(until, { city: "Paris" });
    assert.equal((await view("one")).status, "success");
    assert.deepEqual(complaints(), []);
  });

  for (const [name, end] of ENDS) {
    test(`React ${version}: nothing of a user is shown after the sign-out, with a late ${name}`, LIMIT, async (t) => {
      const { page, late, bothEnded, reads, until, views, complaints } = await openLate(t);
      await page.evaluate(() => window.app.hooks.one.client.signOut());
      await until(() => ["one", "two"].every((name) => window.app.view(name).status === "idle"));
      const before = (await views("one")).length;
      for (const request of late) await request[end](401);
      await bothEnded();
      await page.evaluate(() => new Promise(requestAnimationFrame));
      // The session and its data were gone in one commit, and nothing has come after it.
      const seen = await views("one");
      assert.equal(
        seen.some(({ user, data }) => user === null && data !== null),
        false,
      );
      assert.equal(seen.length, before);
      assert.equal(reads.count(), 1);
      assert.deepEqual(complaints(), []);
    });

    test(`React ${version}: nothing of the former user is shown to the next, with a late ${name}`, LIMIT, async (t) => {
      const { page, late, bothEnded, reads, signUp, until, view, views, complaints } = await openLate(t);
      const former = (await view("one")).user;
      const next = await signUp();
      assert.notEqual(next, former);
      for (const request of late) await request[end](401);
      await bothEnded();
      await (await reads.at(1)).answer();
      await shows(until, {});
      await page.evaluate(() => new Promise(requestAnimationFrame));
      const ofNext = (await views("one")).filter(({ user }) => user === next);
      assert.equal(
        ofNext.every(({ data }) => JSON.stringify(data ?? {}) === "{}"),
        true,
        JSON.stringify(ofNext),
      );
      assert.equal(reads.count(), 2);
      assert.deepEqual(complaints(), []);
    });

    test(
      `React ${version}: a user who signs in anew is shown what is stored, with a late ${name}`,
      LIMIT,
      async (t) => {
        const { page, late, bothEnded, reads, until, view, complaints } = await openLate(t);
        await page.evaluate(() => window.app.hooks.one.client.signIn());
        const [read, write] = late;
        await write[end](401);
        await page.evaluate(() => window.writes.late);
        await read[end](401);
        // A call of the former session is not sent again with the token of this one.
        if (end === "refuse") await (await reads.at(1)).answer();
        const [, written] = await bothEnded();
        assert.equal(written.code, end === "refuse" ? "not_signed_in" : undefined);
        await shows(until, { city: "Rome" });
        assert.equal((await view("one")).status, "success");
        assert.deepEqual(complaints(), []);
      },
    );
  }
}
