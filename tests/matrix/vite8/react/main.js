import * as sdk from "ibex-wallet-sdk";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { App } from "../hooks.js";

const root = document.createElement("main");
document.querySelector("output").replaceWith(root);
createRoot(root).render(createElement(App, sdk));
