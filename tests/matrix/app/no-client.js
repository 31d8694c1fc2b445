// An app that makes no client must not carry one.
import { isIbexError, version } from "ibex-wallet-sdk";

const seen = { version, foreign: isIbexError(new Error("not of the SDK")) };
document.querySelector("output").textContent = JSON.stringify(seen);
