"use client";

import * as sdk from "ibex-wallet-sdk";
import { useOutcome } from "./outcome";

export function Wallet() {
  return <output>{useOutcome(sdk)}</output>;
}
