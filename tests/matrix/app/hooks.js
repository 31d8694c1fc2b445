// What a React app does with the package: the flow of every app, through the provider and the hooks.

import { IbexProvider, useIbex, useMutation, useSession, useUserData } from "ibex-wallet-sdk/react";
import { StrictMode, createElement, useEffect, useRef } from "react";
import { EMPTY_KEY } from "./flow.js";

const asked = (name) => new URLSearchParams(location.search).get(name);

/** What came of it is the text of its `<output>`; empty until then. */
export function App({ createClient, isIbexError, version }) {
  const create = () => createClient({ baseUrl: asked("api") });
  const story = createElement(Story, { isIbexError, version });
  return createElement(StrictMode, null, createElement(IbexProvider, { createClient: create }, story));
}

function Story({ isIbexError, version }) {
  const { client, error } = useIbex();
  const session = useSession();
  const { data, set } = useUserData();
  const begun = useRef(false);
  const story = useMutation(async (made) => {
    await made.signUp({ userName: "jane.doe@foo.domain" });
    await set({ city: asked("city") });
    return set(EMPTY_KEY).catch((refused) => isIbexError(refused) && refused.code);
  });

  useEffect(() => {
    if (!client || begun.current) return;
    begun.current = true;
    story.run();
  }, [client, story.run]);

  const failure = error ?? story.error;
  const isOver = story.status === "success" && session && data;
  const outcome = failure ? { failure: `${failure}` } : isOver && { version, city: data.city, refusal: story.data };
  return createElement("output", null, outcome && JSON.stringify(outcome));
}
