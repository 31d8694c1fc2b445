"use client";

import * as sdk from "ibex-wallet-sdk";
import { App } from "../../hooks";

export function Wallet() {
  return <App {...sdk} />;
}
