// Events are typed by their name.
import type { Client, ClientEvents, IbexError, Session } from "ibex-wallet-sdk";
import { type Equal, proves } from "./proof.js";

declare const ibex: Client;

const stop = ibex.on("session", (session) => {
  proves<Equal<typeof session, Session | null>>();
  return session?.externalUserId;
});
proves<Equal<typeof stop, () => void>>();

ibex.on("error", (error) => {
  proves<Equal<typeof error, IbexError>>();
  if (error.code === "session_expired") return error.status;
  return undefined;
});

// A listener for all of them, as a bridge to another event system has it.
function forward<E extends keyof ClientEvents>(type: E, emit: (type: E, event: ClientEvents[E]) => void) {
  return ibex.on(type, (event) => emit(type, event));
}

// @ts-expect-error there is no such event
ibex.on("sessions", () => undefined);
// @ts-expect-error a session is no error
ibex.on("session", (error: IbexError) => error);
// @ts-expect-error nobody may be signed in
ibex.on("session", (session: Session) => session);

export { forward, stop };
