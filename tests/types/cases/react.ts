// The hooks infer what a call takes and gives, and their states are told apart by `status`.
import { createElement } from "react";
import { type Client, type IbexError, type Session, type UserDataRecord, createClient } from "ibex-wallet-sdk";
import { IbexProvider, useIbex, useMutation, useSession, useUserData } from "ibex-wallet-sdk/react";
import { createClient as createSlimClient } from "ibex-wallet-sdk/slim";
import { type Equal, proves } from "./proof.js";

const baseUrl = "https://api.example";
export const app = createElement(
  IbexProvider,
  { createClient: () => createClient({ baseUrl }) },
  "text",
  createElement(Component),
);
export const slim = createElement(IbexProvider, { createClient: () => createSlimClient({ baseUrl }), children: null });
// @ts-expect-error a provider makes its client
createElement(IbexProvider, {});
// @ts-expect-error it is given what makes one, because it closes what it has
createElement(IbexProvider, { createClient: createClient({ baseUrl }) });

function Component() {
  const { client, error } = useIbex();
  proves<Equal<typeof client, Client | null>>();
  proves<Equal<typeof error, unknown>>();
  proves<Equal<ReturnType<typeof useSession>, Session | null>>();

  const userData = useUserData();
  proves<Equal<typeof userData.data, UserDataRecord | null>>();
  if (userData.status === "success") proves<Equal<typeof userData.data, UserDataRecord>>();
  if (userData.status === "error") proves<Equal<typeof userData.error, IbexError>>();
  else proves<Equal<typeof userData.error, null>>();
  const { set, delete: remove, reload } = userData;
  proves<Equal<ReturnType<typeof set>, Promise<void>>>();
  void set({ firstName: "Jane", "private.apiKey": "s3cret", phone: null }, { signal: new AbortController().signal });
  void remove("phone", "city");
  void reload();
  // @ts-expect-error values are flat
  void set({ address: { city: "Zug" } });
  // @ts-expect-error keys are texts
  void remove(7);

  const signIn = useMutation((client) => client.signIn({ includeUserdata: true }));
  proves<Equal<Parameters<typeof signIn.run>, []>>();
  if (signIn.status === "success") proves<Equal<typeof signIn.data, Awaited<ReturnType<Client["signIn"]>>>>();
  else proves<Equal<typeof signIn.data, null>>();
  proves<Equal<typeof signIn.error, unknown>>();

  const confirm = useMutation((client, email: string, code?: string) =>
    client.email.confirm({ email, code: code ?? "" }),
  );
  proves<Equal<ReturnType<typeof confirm.run>, Promise<void>>>();
  void confirm.run("jane.doe@foo.domain", "123456");
  // @ts-expect-error the address is missing
  void confirm.run();
  // @ts-expect-error a call comes to something later
  useMutation((client) => client.session);
  return null;
}
