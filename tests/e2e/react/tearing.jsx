// Renders in slices, so that something changes between the rendering of one component and that of the next.

import { startTransition, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { createClient } from "ibex-wallet-sdk";
import { IbexProvider, useIbex, useSession, useUserData } from "ibex-wallet-sdk/react";

const NAMES = Array.from({ length: 12 }, (_, index) => `part ${index}`);
const SLICE = 12; // milliseconds, more than React's slices have

/**
 * Signs up, renders slow components in a transition, writes `count: 2` over `count: 1` meanwhile, and resolves with the
 * values of each commit.
 */
export async function renderWhileChanging() {
  const commits = [];
  const seen = new Map();
  const parts = {};
  let changes = 0;

  function Part({ name }) {
    const { data } = useUserData();
    const start = performance.now();
    while (performance.now() - start < SLICE);
    if (changes === 0 && name === NAMES[3]) {
      changes += 1;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        changes += 1;
        parts.userData.set({ count: 2 });
      };
      port2.postMessage(null);
    }
    return <li>{data?.count}</li>;
  }

  function List() {
    const [isShown, setShown] = useState(false);
    const { client } = useIbex();
    const session = useSession();
    const userData = useUserData();
    useEffect(() => {
      Object.assign(parts, { client, session, userData, setShown });
      const items = [...document.querySelectorAll("li")].map((item) => item.textContent);
      if (items.length > 0) commits.push([...new Set([...items, String(userData.data?.count)])]);
      for (const [check, resolve] of seen) if (check()) resolve();
    });
    return <ul>{isShown && NAMES.map((name) => <Part key={name} name={name} />)}</ul>;
  }

  const until = (check) => new Promise((resolve) => (check() ? resolve() : seen.set(check, resolve)));
  const create = () => createClient({ baseUrl: location.origin });
  const root = createRoot(document.body.appendChild(document.createElement("main")));
  root.render(
    <IbexProvider createClient={create}>
      <List />
    </IbexProvider>,
  );
  await until(() => parts.client);
  await parts.client.signUp();
  await parts.userData.set({ count: 1 });
  await until(() => parts.userData.data?.count === 1);
  startTransition(() => parts.setShown(true));
  await until(() => commits.length > 0 && parts.userData.data?.count === 2);
  return { commits, changes };
}
