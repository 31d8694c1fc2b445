"use client";
// React over a client: a provider that makes and closes it, and hooks that show what it tells. They decide nothing that
// the client decides.
import {
  createContext,
  createElement,
  useCallback,
  useContext,
  useEffect,
  useInsertionEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { NOBODY, UNCONNECTED, createStore } from "./react/store.js";
import { IDLE } from "./react/user-data.js";

const Context = createContext(null);

function useStore() {
  const store = useContext(Context);
  if (store === null) throw new Error("the hooks of ibex-wallet-sdk/react need an <IbexProvider> above them");
  return store;
}

export function IbexProvider({ createClient, children }) {
  const [store] = useState(createStore);
  return createElement(Context.Provider, { value: store }, createElement(Lifetime, { store, createClient }), children);
}

// NOTE: a component before the children, so that its effects run before theirs, which may call the client.
function Lifetime({ store, createClient }) {
  const latest = useRef(createClient);
  useEffect(() => {
    latest.current = createClient;
  });
  useEffect(() => store.open(latest.current), [store]);
  return null;
}

export function useIbex() {
  const { subscribe, connection } = useStore();
  return useSyncExternalStore(subscribe, connection, () => UNCONNECTED);
}

export function useSession() {
  const { subscribe, session } = useStore();
  return useSyncExternalStore(subscribe, session, () => NOBODY);
}

export function useUserData() {
  const { subscribeUserData, userData, actions } = useStore();
  return { ...useSyncExternalStore(subscribeUserData, userData, () => IDLE), ...actions };
}

export function useMutation(call) {
  const { run: runWithClient } = useStore();
  const [state, setState] = useState(IDLE);
  const latestCall = useRef(call);
  const latestRun = useRef(0);
  useInsertionEffect(() => {
    latestCall.current = call;
  });

  const run = useCallback(
    (...args) => {
      const current = (latestRun.current += 1);
      const settle = (settled) => current === latestRun.current && setState(settled);
      const call = latestCall.current;
      const answer = runWithClient((client) => call(client, ...args));
      setState({ status: "pending", data: null, error: null });
      answer.then(
        (data) => settle({ status: "success", data, error: null }),
        (error) => settle({ status: "error", data: null, error }),
      );
      return answer;
    },
    [runWithClient],
  );
  const reset = useCallback(() => {
    latestRun.current += 1;
    setState(IDLE);
  }, []);

  return { ...state, run, reset };
}
