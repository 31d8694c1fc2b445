import { check } from "./settings.mjs";

check("typescript-5");
