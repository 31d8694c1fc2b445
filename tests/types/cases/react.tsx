// The hooks: what each gives is told apart by its state, and a call keeps its types.
import { createClient, isIbexError } from "ibex-wallet-sdk";
import type { Client, Session, UserDataValue } from "ibex-wallet-sdk";
import { createClient as createSlimClient } from "ibex-wallet-sdk/slim";
import { IbexProvider, useIbex, useMutation, useSession, useUserData } from "ibex-wallet-sdk/react";
import { type Equal, proves } from "./proof.js";

export function App() {
  return (
    <IbexProvider createClient={() => createClient({ baseUrl: "/api/ibex" })}>
      <IbexProvider createClient={() => createSlimClient({ baseUrl: "/api/ibex", wasm: "/ibex.wasm" })} />
      {/* @ts-expect-error a client is made when it is asked for */}
      <IbexProvider createClient={createClient({ baseUrl: "/api/ibex" })} />
      {/* @ts-expect-error and it has to be said how */}
      <IbexProvider />
      <Account />
    </IbexProvider>
  );
}

function Account() {
  const { client, error } = useIbex();
  proves<Equal<typeof client, Client | null>>();
  if (!client) return isIbexError(error) ? error.code : "one moment";

  const session = useSession();
  proves<Equal<typeof session, Session | null>>();

  const userData = useUserData();
  if (userData.status === "error") return userData.error.code;
  // @ts-expect-error there may be no data yet
  userData.data["firstName"];
  if (userData.status !== "success") return userData.status;
  const firstName: UserDataValue | undefined = userData.data["firstName"];
  // @ts-expect-error what is written is not read back
  const secret: string = userData.data["private.apiKey"];
  void userData.set({ firstName: "Jane", phone: null, "private.apiKey": "s3cret" });
  void userData.delete("phone");
  // @ts-expect-error undefined is refused: null deletes
  void userData.set({ phone: undefined });

  const signUp = useMutation((made, userName: string, keyName?: string) => {
    proves<Equal<typeof made, Client>>();
    return keyName ? made.signUp({ userName, keyName }) : made.signUp({ userName });
  });
  const ended = signUp.run("jane.doe@foo.domain");
  proves<Equal<typeof ended, Promise<Session>>>();
  if (signUp.status === "success") proves<Equal<typeof signUp.data, Session>>();
  if (signUp.status === "error" && isIbexError(signUp.error)) return signUp.error.code;
  // @ts-expect-error the name is missing
  void signUp.run();
  // @ts-expect-error and it is a text
  void signUp.run(1);

  return <p>{`${firstName} ${secret}`}</p>;
}
