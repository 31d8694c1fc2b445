// The app on a server.

import * as hooks from "ibex-wallet-sdk/react";
import { renderToString } from "react-dom/server";
import { App } from "./app.jsx";

export const render = (readers, create) => renderToString(<App readers={readers} create={create} tell={() => {}} />);

/** A component that calls the hook without a provider above it. */
export function renderAlone(name) {
  const Alone = () => {
    hooks[name]();
    return null;
  };
  return renderToString(<Alone />);
}
