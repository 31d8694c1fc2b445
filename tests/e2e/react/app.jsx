// An app whose components say what the hooks give them and hand the hooks out. `tell(name, view, hooks)` hears of each
// commit; the server has nobody to tell.

import { useEffect } from "react";
import { IbexProvider, useIbex, useMutation, useSession, useUserData } from "ibex-wallet-sdk/react";

/** The provider is given another function each time, as apps write it. */
export function App({ readers, create, tell }) {
  return (
    <IbexProvider createClient={() => create()}>
      <h1>App</h1>
      {readers.map((name) => (
        <Reader key={name} name={name} others={readers.length - 1} tell={tell} />
      ))}
    </IbexProvider>
  );
}

function Reader({ name, others, tell }) {
  const ibex = useIbex();
  const session = useSession();
  const userData = useUserData();
  const mutation = useMutation((client, act) => act(client, others));
  const view = {
    ready: ibex.client !== null,
    failure: ibex.error?.message ?? null,
    user: session?.externalUserId ?? null,
    status: userData.status,
    data: userData.data,
    error: userData.error?.code ?? null,
    call: mutation.status,
    came: mutation.data ?? null,
    refused: mutation.error?.code ?? mutation.error?.message ?? null,
  };
  useEffect(() => tell(name, view, { ...ibex, session, userData, mutation }));
  return <output aria-label={name}>{JSON.stringify(view)}</output>;
}
