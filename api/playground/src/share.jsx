// Links to an operation have the form /playground?query=…&variables=…

import { ToolbarButton, useGraphiQL } from "@graphiql/react";
import { useState } from "react";

export function sharedOperation() {
  const parameters = new URLSearchParams(window.location.search);
  const query = parameters.get("query");
  return query === null ? {} : { initialQuery: query, initialVariables: parameters.get("variables") ?? "" };
}

export function ShareButton() {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const [label, setLabel] = useState("Copy a link to this query");

  async function share() {
    const parameters = new URLSearchParams({ query: queryEditor?.getValue() ?? "" });
    const variables = variableEditor?.getValue();
    if (variables) {
      parameters.set("variables", variables);
    }
    window.history.replaceState(null, "", `?${parameters}`);
    // Browsers refuse clipboard access outside localhost and TLS; the link is then in the address bar.
    try {
      await navigator.clipboard.writeText(window.location.href);
      setLabel("Link copied");
    } catch {
      setLabel("The link is in the address bar");
    }
  }

  return (
    <ToolbarButton label={label} onClick={share}>
      <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" className="graphiql-toolbar-icon">
        <path d="M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1" />
      </svg>
    </ToolbarButton>
  );
}
