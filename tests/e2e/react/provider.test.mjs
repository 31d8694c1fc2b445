// The provider makes one client, closes it, and tells what became of it; useSession tells who is signed in.

import { strict as assert } from "node:assert";
import { test } from "node:test";
import { defineFaults, watchWasm } from "../breakage.mjs";
import { LIMIT, VERSIONS, useReactHouse } from "./page.mjs";

const house = useReactHouse();

/** How often a client was asked for, how many were made, and how many of them are open. */
const clients = (page) =>
  page.evaluate(() => ({
    calls: window.app.calls,
    made: window.app.made.length,
    open: window.app.made.filter(({ isOpen }) => isOpen).length,
  }));

for (const version of VERSIONS) {
  test(`React ${version}: a creation that fails is told to all, and a new provider tries again`, LIMIT, async (t) => {
    const { page, until, complaints } = await house.openReact(t, version);
    await page.evaluate(() => {
      window.app.before = () => Promise.reject(new Error("no client today"));
      window.app.mount(["one", "two"]);
    });
    await until(() => window.app.view("one")?.failure && window.app.view("two")?.failure);
    const told = await page.evaluate(async () => ({
      failures: ["one", "two"].map((name) => window.app.view(name).failure),
      ready: window.app.view("one").ready,
      run: await window.app.outcome(window.app.hooks.one.mutation.run(() => "ran")),
      set: await window.app.outcome(window.app.hooks.one.userData.set({ city: "Paris" })),
    }));
    const refused = { code: "no client today" };
    assert.deepEqual(told, { failures: [refused.code, refused.code], ready: false, run: refused, set: refused });

    await page.evaluate(() => {
      window.app.before = undefined;
      window.app.remount(["one"]);
    });
    await until(() => window.app.view("one").ready);
    assert.equal(await page.evaluate(() => window.app.view("one").failure), null);
    assert.equal((await clients(page)).open, 1);
    assert.deepEqual(complaints(), []);
  });

  test(`React ${version}: a function that throws, or makes no client, is told like one that fails`, LIMIT, async (t) => {
    const { page, until, complaints } = await house.openReact(t, version);
    for (const [name, failure] of [["throws", /^thrown at once$/], ["nothing", /undefined/]]) {
      await page.evaluate((name) => {
        const creations = {
          throws: () => {
            throw new Error("thrown at once");
          },
          nothing: () => undefined,
        };
        window.app.instead = creations[name];
        window.app.mount(["one"]);
      }, name);
      await until(() => window.app.view("one")?.failure);
      assert.match(await page.evaluate(() => window.app.view("one").failure), failure);
      await page.evaluate(() => {
        window.app.unmount();
        delete window.app.views.one;
      });
    }
    assert.deepEqual(complaints(), []);
  });

  test(`React ${version}: StrictMode leaves one open client, and an unmount none`, LIMIT, async (t) => {
    const { page, mount, complaints } = await house.openReact(t, version);
    await mount("one", "two");
    // The first mount's client may still have been on its way; it is closed when it comes.
    await page.waitForFunction(() => window.app.made.length === 2);
    assert.deepEqual(await clients(page), { calls: 2, made: 2, open: 1 });
    await page.evaluate(() => window.app.unmount());
    assert.equal((await clients(page)).open, 0);
    assert.deepEqual(complaints(), []);
  });

  test(
    `React ${version}: a client that is still being made at the unmount is closed when it comes`,
    LIMIT,
    async (t) => {
      const { page, until, complaints } = await house.openReact(t, version);
      await page.evaluate(() => {
        window.app.before = () => new Promise((resolve) => (window.release ??= []).push(resolve));
        window.app.mount(["one"]);
      });
      await until(() => window.release?.length === 2);
      const waiting = await page.evaluate(() => {
        window.waiting = window.app.outcome(window.app.hooks.one.mutation.run(() => "ran"));
        window.app.unmount();
        return window.waiting;
      });
      assert.deepEqual(waiting, { code: "client_closed" });
      await page.evaluate(() => window.release.forEach((resolve) => resolve()));
      await until(() => window.app.made.length === 2);
      await until(() => window.app.made.every(({ isOpen }) => !isOpen));
      assert.deepEqual(complaints(), []);
    },
  );

  test(`React ${version}: a client of a former mount that fails late changes nothing`, LIMIT, async (t) => {
    const { page, until, complaints } = await house.openReact(t, version);
    await page.evaluate(() => {
      // StrictMode's first mount waits, its second one does not.
      window.app.before = () => window.app.calls === 1 && new Promise((resolve, reject) => (window.refuse = reject));
      window.app.mount(["one"]);
    });
    await until(() => window.app.view("one")?.ready);
    await page.evaluate(() => {
      window.refuse(new Error("too late"));
      return new Promise(requestAnimationFrame);
    });
    await page.evaluate(() => window.app.render(["one", "two"]));
    await until(() => window.app.view("two")?.ready);
    assert.equal(await page.evaluate(() => window.app.view("one").failure), null);
    assert.deepEqual(complaints(), []);
  });

  test(`React ${version}: a call that an effect makes reaches the client of its own mount`, LIMIT, async (t) => {
    const { page, mount, complaints } = await house.openReact(t, version);
    await page.evaluate(() => {
      window.calls = [];
      window.app.told = ({ userData }) => {
        if (window.calls.length < 2) window.calls.push(window.app.outcome(userData.set({ city: "Paris" })));
      };
    });
    await mount("one");
    const codes = await page.evaluate(async () => (await Promise.all(window.calls)).map(({ code }) => code));
    assert.deepEqual(codes, ["client_closed", "not_signed_in"]); // of StrictMode's first mount, and of its second
    assert.deepEqual(complaints(), []);
  });

  test(`React ${version}: whoever createClient signed in already is shown`, LIMIT, async (t) => {
    const { page, mount, until, view, complaints } = await house.openReact(t, version);
    await page.evaluate(() => {
      window.app.instead = async () => {
        const isSecond = window.app.calls === 1; // StrictMode's second mount
        const client = await window.app.create();
        if (isSecond) await client.signUp();
        return client;
      };
    });
    await mount("one");
    await until(() => window.app.view("one").status === "success");
    assert.notEqual((await view("one")).user, null);
    assert.deepEqual(complaints(), []);
  });

  test(`React ${version}: another function for createClient makes no other client`, LIMIT, async (t) => {
    const { page, mount, until, complaints } = await house.openReact(t, version);
    await mount("one");
    await page.evaluate(() => {
      window.client = window.app.hooks.one.client;
      window.app.render(["one", "two"]);
    });
    await until(() => window.app.view("two")?.ready);
    assert.equal(
      await page.evaluate(
        () => window.app.hooks.one.client === window.client && window.app.hooks.two.client === window.client,
      ),
      true,
    );
    assert.equal((await clients(page)).calls, 2);
    assert.deepEqual(complaints(), []);
  });

  test(`React ${version}: the session is one object for all, until it is renewed or gone`, LIMIT, async (t) => {
    const { page, mount, signUp, until, complaints } = await house.openReact(t, version);
    await mount("one", "two");
    assert.deepEqual(await page.evaluate(() => [window.app.hooks.one.session, window.app.hooks.two.session]), [
      null,
      null,
    ]);
    const user = await signUp();
    await until((user) => ["one", "two"].every((name) => window.app.view(name).user === user), user);
    const same = await page.evaluate(async () => {
      const { session, client } = window.app.hooks.one;
      const isSame = session === window.app.hooks.two.session;
      window.before = session;
      window.app.render(["one", "two"]);
      await client.refresh();
      return isSame;
    });
    assert.equal(same, true);
    // What was rendered again had the same session; the renewal brought another.
    await until(
      () =>
        window.app.hooks.one.session !== window.before && window.app.hooks.one.session === window.app.hooks.two.session,
    );

    await house.sandbox.breakNext({
      method: "POST",
      path: "/v1.2/auth/refresh",
      fault: { kind: "status", status: 401 },
    });
    const refused = await page.evaluate(() => window.app.outcome(window.app.hooks.one.client.refresh()));
    assert.equal(refused.code, "session_expired");
    await until(() =>
      ["one", "two"].every((name) => window.app.view(name).user === null && window.app.view(name).status === "idle"),
    );
    assert.deepEqual(complaints(), []);
  });

  test(
    `React ${version}: a session that is lost with the instance is gone here, too, and a new provider works`,
    LIMIT,
    async (t) => {
      const prepare = async (page) => {
        await page.addInitScript(watchWasm);
        await page.addInitScript(defineFaults);
      };
      const { page, mount, signUp, until } = await house.openReact(t, version, { prepare });
      for (const call of [
        "mutation.run((client) => client.refresh())",
        "userData.reload()",
        'userData.set({ city: "Paris" })',
      ]) {
        await mount("one");
        await signUp();
        await until(() => window.app.view("one").status === "success");
        const failed = await page.evaluate((call) => {
          window.faults.unreachable();
          return window.app.outcome((0, eval)(`window.app.hooks.one.${call}`));
        }, call);
        assert.deepEqual(failed.code, "internal", call);
        await until(() => window.app.view("one").user === null && window.app.view("one").data === null);
        await page.evaluate(() => {
          window.app.unmount();
          delete window.app.views.one;
        });
      }
    },
  );
}

test("React 19: a provider that is hidden signs out and closes its client, and has another when it is back", LIMIT, async (t) => {
  const { page, mount, signUp, until, views, complaints } = await house.openReact(t, "19");
  await page.evaluate(() => (window.app.activity = "visible"));
  await mount("one");
  await page.waitForFunction(() => window.app.made.length === 2);
  await signUp();
  await until(() => window.app.view("one").status === "success");

  const show = (mode) =>
    page.evaluate((mode) => {
      window.app.activity = mode;
      window.app.render(["one"]);
    }, mode);
  await show("hidden");
  await until(() => window.app.made.every(({ isOpen }) => !isOpen));
  const refused = await page.evaluate(() => window.app.outcome(window.app.hooks.one.userData.set({ city: "Paris" })));
  assert.equal(refused.code, "client_closed");

  await page.evaluate(() => {
    window.app.views.one = [];
    window.app.instead = () => {
      window.isLatest = true;
      return window.app.create();
    };
  });
  await show("visible");
  await until(() => window.app.view("one")?.ready);
  assert.equal(await page.evaluate(() => window.isLatest), true, "the function that was rendered last makes it");
  for (const { user, status, data } of await views("one")) {
    assert.deepEqual({ user, status, data }, { user: null, status: "idle", data: null });
  }
  await signUp();
  await until(() => window.app.view("one").status === "success");
  assert.deepEqual(complaints(), []);
});
