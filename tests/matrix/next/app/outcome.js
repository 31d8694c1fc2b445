"use client";

import { useEffect, useRef, useState } from "react";
import { flow } from "../flow";

/** What the flow came to, as text; empty until then. It runs once, even where an effect runs twice. */
export function useOutcome(sdk) {
  const [text, setText] = useState("");
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    flow(sdk).then((outcome) => setText(JSON.stringify(outcome)));
  }, [sdk]);
  return text;
}
