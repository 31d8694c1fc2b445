// Keys that begin with `private.` can be written and not read.
import type { Client, SignInResult, UserDataRecord, UserDataValue, WriteOnly } from "ibex-wallet-sdk";
import { type Equal, proves } from "./proof.js";

declare const ibex: Client;
declare const signedIn: SignInResult;

await ibex.userData.set({ firstName: "Jane", age: 34, "optin.newsletter": true, phone: null });
await ibex.userData.set({ "private.apiKey": "s3cret", "private.pin": 1234, "private.flag": true, "private.old": null });
await ibex.userData.delete("phone", "private.apiKey");
await ibex.userData.delete();

const data = await ibex.userData.get();
proves<Equal<typeof data, UserDataRecord>>();
const { firstName } = data;
const record: Record<string, UserDataValue> = data;
const copy = { ...data };
await ibex.userData.set(data);
await ibex.userData.set(await ibex.userData.get());
await ibex.userData.set({ ...data, firstName: null });
if (signedIn.userdata) await ibex.userData.set(signedIn.userdata);

// A key that is not known beforehand is one that may be read.
declare const key: string;
const value: UserDataValue | undefined = data[key];
const entries: [string, UserDataValue][] = Object.entries(data);
if (typeof firstName === "string") firstName.toUpperCase();

const secret = data["private.apiKey"];
proves<Equal<Exclude<typeof secret, undefined>, WriteOnly>>();
declare const name: string;
// @ts-expect-error it is no string
const text: string = data["private.apiKey"];
// @ts-expect-error nor a number
const number: number = data["private.pin"];
// @ts-expect-error it has no method of a string
data["private.apiKey"].toUpperCase();
// @ts-expect-error also where the name is composed
const composed: string = data[`private.${name}`];
// @ts-expect-error it cannot be handed on as a string, wherever it came from
new TextEncoder().encode(secret);
// @ts-expect-error a copy forgets nothing
const copied: string = copy["private.apiKey"];
// @ts-expect-error the user data of a sign-in is the same
const came: string = signedIn.userdata!["private.apiKey"];
if (typeof secret === "string") {
  // @ts-expect-error it is not even one that can be found out
  secret.toUpperCase();
}

// @ts-expect-error undefined is refused: null deletes
void ibex.userData.set({ phone: undefined });
// @ts-expect-error values are flat
void ibex.userData.set({ address: { city: "Zug" } });
// @ts-expect-error and no lists
void ibex.userData.set({ tags: ["a"] });
// @ts-expect-error keys are texts, not a list of texts
void ibex.userData.delete(["phone"]);
// @ts-expect-error what makes a value write-only is nobody's to name
import { writeOnly } from "ibex-wallet-sdk";

export { came, composed, copied, entries, number, record, text, value, writeOnly };
