/**
 * React over a client: a provider that makes it and closes it, and hooks that show what it tells. For React 18 and
 * later, with StrictMode, on a server, and with whichever entry `createClient` is imported from.
 *
 * The hooks decide nothing that the client decides: it renews, retries and orders, and they show. Client, session and
 * user data are the same for all components in one rendering, and nothing of a user is left in them once somebody else
 * is signed in, or nobody. What a mutation brought stays until its next run or `reset()`.
 *
 * @module ibex-wallet-sdk/react
 */

import type { ReactElement, ReactNode } from "react";
import type { CallOptions, Client, IbexError, Session, UserDataRecord, UserDataValue } from "./index.js";

/** What {@link IbexProvider} takes. */
export interface IbexProviderProps {
  /**
   * Makes a client, a new one each time: the provider closes what it got. It is called once when the provider is
   * mounted (twice in development under StrictMode, which mounts twice: the first client is closed); another function
   * later changes nothing.
   */
  createClient: () => Promise<Client>;
  /** What the hooks are used in. */
  children?: ReactNode;
}

/**
 * Makes a client when it is mounted and closes it when it is unmounted, which signs the user out. Put it around the
 * whole app, and above every `<Activity>`, which unmounts the effects of what it hides. A server renders it without a
 * client. To start anew, after a client could not be made or after `internal`, mount another one: give it another `key`.
 *
 * With Next.js, use it in a file of your own that begins with `"use client"`: a server cannot hand a function over.
 *
 * @example
 * ```tsx
 * import { createClient } from "ibex-wallet-sdk";
 * import { IbexProvider, useIbex, useMutation, useSession } from "ibex-wallet-sdk/react";
 *
 * export function App() {
 *   return (
 *     <IbexProvider createClient={() => createClient({ baseUrl: "https://passkeys-productionv2.ibex.fi" })}>
 *       <Account />
 *     </IbexProvider>
 *   );
 * }
 *
 * function Account() {
 *   const { client } = useIbex();
 *   const session = useSession();
 *   const signIn = useMutation((client) => client.signIn());
 *   if (session) return <button onClick={() => client?.signOut()}>Sign out</button>;
 *   return (
 *     <button disabled={!client || signIn.status === "pending"} onClick={() => signIn.run()}>
 *       Sign in
 *     </button>
 *   );
 * }
 * ```
 */
export function IbexProvider(props: IbexProviderProps): ReactElement;

/** What {@link useIbex} gives. */
export type IbexConnection =
  | {
      /** Ready for calls. */
      client: Client;
      /** `null` once it is made. */
      error: null;
    }
  | {
      /** `null` where it is being made, could not be made, or on a server. */
      client: null;
      /**
       * Why it could not be made: what `createClient` rejected with, an {@link IbexError} where that is the SDK's.
       * `null` where it is being made.
       */
      error: unknown;
    };

/**
 * The client, and why there is none.
 *
 * @example
 * ```tsx
 * import { isIbexError } from "ibex-wallet-sdk";
 * import { useIbex } from "ibex-wallet-sdk/react";
 *
 * export function Status() {
 *   const { client, error } = useIbex();
 *   if (client) return <p>Ready.</p>;
 *   return error ? <p role="alert">{isIbexError(error) ? error.code : "something else"}</p> : <p>One moment…</p>;
 * }
 * ```
 */
export function useIbex(): IbexConnection;

/**
 * Who is signed in; `null` where nobody is, or nobody knows yet. The same object until the session is renewed or ends.
 *
 * @example
 * ```tsx
 * import { useSession } from "ibex-wallet-sdk/react";
 *
 * export function Address({ chain }: { chain: number }) {
 *   const session = useSession();
 *   return <p>{session ? session.safeAddress[chain] : "Nobody is signed in."}</p>;
 * }
 * ```
 */
export function useSession(): Session | null;

/** The user data as {@link useUserData} shows them. */
export type UserDataState =
  | {
      /** `"idle"`: nobody is signed in. */
      status: "idle";
      /** While `"idle"`: `null`. */
      data: null;
      /** `null` unless the last reading failed. */
      error: null;
    }
  | {
      /** `"pending"`: being read, for the first time or again. */
      status: "pending";
      /** While `"pending"`: what was known before, with the writes under way; `null` before the first answer. */
      data: UserDataRecord | null;
      /** `null` unless the last reading failed. */
      error: null;
    }
  | {
      /** `"success"`: read. */
      status: "success";
      /** After `"success"`: what was read, with what was written since and the writes under way. */
      data: UserDataRecord;
      /** `null` unless the last reading failed. */
      error: null;
    }
  | {
      /** `"error"`: the last reading failed. */
      status: "error";
      /** After `"error"`: what was known before, with the writes under way; `null` where nothing was. */
      data: UserDataRecord | null;
      /** Why the last reading failed. */
      error: IbexError;
    };

/** What {@link useUserData} can do. The functions stay the same from one rendering to the next. */
export interface UserDataActions {
  /**
   * As `client.userData.set()`, and shown at once: `null` takes a key away, and keys that begin with `private.` are
   * never shown. What fails is taken back, and it alone. Where it may have been carried out nevertheless (`network`,
   * `timeout`, `server_error`, …) the data are read again. Waits for the client where it is being made. Handle what it
   * rejects with, or call it in a {@link useMutation}: nothing else shows it, so it is an uncaught error then.
   *
   * @throws {IbexError} As `client.userData.set()`; what `createClient` rejected with.
   */
  set(values: Record<string, UserDataValue | null>, options?: CallOptions): Promise<void>;
  /**
   * As `client.userData.delete()`, and shown at once, as {@link UserDataActions.set}.
   *
   * @throws {IbexError} As {@link UserDataActions.set}.
   */
  delete(...keys: string[]): Promise<void>;
  /**
   * Reads again, say after `client.email.confirm()` or `client.userData.set()`, of which no hook knows. Nobody has to
   * handle what it rejects with: `error` shows it.
   *
   * @throws {IbexError} As `client.userData.get()`; what `createClient` rejected with.
   */
  reload(): Promise<void>;
}

/**
 * The user data of whoever is signed in: read when the first component asks for them, one and the same for all
 * components under a provider, forgotten at sign-out.
 *
 * @example
 * ```tsx
 * import { useUserData } from "ibex-wallet-sdk/react";
 *
 * export function Newsletter() {
 *   const { status, data, error, set, reload } = useUserData();
 *   if (status === "error") return <button onClick={() => reload()}>Try again ({error.code})</button>;
 *   if (!data) return <p>One moment…</p>;
 *   const toggle = () => set({ "optin.newsletter": !data["optin.newsletter"] }).catch(() => alert("Not saved."));
 *   return <input type="checkbox" checked={data["optin.newsletter"] === true} onChange={toggle} />;
 * }
 * ```
 */
export function useUserData(): UserDataState & UserDataActions;

/** What has become of the latest run of a {@link Mutation}. */
export type MutationState<Result> =
  | {
      /** `"idle"`: not run yet, or reset. `"pending"`: under way. */
      status: "idle" | "pending";
      /** `null` unless it came to its end. */
      data: null;
      /** `null` unless it failed. */
      error: null;
    }
  | {
      /** `"success"`: it came to its end. */
      status: "success";
      /** What it resolved with. */
      data: Result;
      /** `null` unless it failed. */
      error: null;
    }
  | {
      /** `"error"`: it failed. */
      status: "error";
      /** `null` unless it came to its end. */
      data: null;
      /** What it rejected with; an {@link IbexError} where that came from the client. */
      error: unknown;
    };

/** What {@link useMutation} can do. The functions stay the same from one rendering to the next. */
export interface MutationActions<Args extends unknown[], Result> {
  /**
   * Makes the call that was rendered last. With a client, the call is made before `run` returns, so that a passkey
   * prompt has the click that it needs; where the client is being made, `run` waits for it. Nobody has to handle what
   * it rejects with: `error` shows it.
   *
   * @throws As the call; what `createClient` rejected with; `client_closed` where the provider is unmounted.
   */
  run(...args: Args): Promise<Result>;
  /** Forgets the latest run, also one under way, whose end is not shown then. */
  reset(): void;
}

/** What {@link useMutation} gives. */
export type Mutation<Args extends unknown[], Result> = MutationState<Result> & MutationActions<Args, Result>;

/**
 * A call of the client's that a user sets off, and what becomes of it. Where it is run again before it has ended, only
 * the latest run is shown.
 *
 * @param call May do more than one call. What `run` is given comes after the client.
 *
 * @example
 * ```tsx
 * import { isIbexError } from "ibex-wallet-sdk";
 * import { useMutation } from "ibex-wallet-sdk/react";
 *
 * export function SignUp() {
 *   const { run, status, error } = useMutation((client, userName: string) => client.signUp({ userName }));
 *   return (
 *     <form
 *       onSubmit={(event) => {
 *         event.preventDefault();
 *         void run(String(new FormData(event.currentTarget).get("name")));
 *       }}
 *     >
 *       <input name="name" autoComplete="username" />
 *       <button disabled={status === "pending"}>Create a passkey</button>
 *       {status === "error" && <p role="alert">{isIbexError(error) ? error.message : "Something went wrong."}</p>}
 *     </form>
 *   );
 * }
 * ```
 */
export function useMutation<Args extends unknown[], Result>(
  call: (client: Client, ...args: Args) => Promise<Result>,
): Mutation<Args, Result>;
