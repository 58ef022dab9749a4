import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "@graphiql/plugin-explorer/style.css";
import "./main.css";

import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { explorerPlugin } from "@graphiql/plugin-explorer";
import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";

import { examplesPlugin } from "./examples.jsx";
import { ShareButton, sharedOperation } from "./share.jsx";

const WELCOME = `# MedPath: drugs, conditions, trials, sponsors and the agencies that approve them.
# Ctrl-Enter runs a query. The Examples panel on the left has some to begin with.
{
  agencies {
    code
    name
  }
}
`;

const fetcher = createGraphiQLFetcher({
  url: new URL("/graphql", window.location.href).href,
  headers: { Accept: "application/graphql-response+json, application/json;q=0.9" },
});

createRoot(document.getElementById("root")).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={[HISTORY_PLUGIN, explorerPlugin(), examplesPlugin]}
    defaultQuery={WELCOME}
    {...sharedOperation()}
  >
    <GraphiQL.Logo>MedPath</GraphiQL.Logo>
    <GraphiQL.Toolbar>
      {({ prettify, merge, copy }) => (
        <>
          {prettify}
          {merge}
          {copy}
          <ShareButton />
        </>
      )}
    </GraphiQL.Toolbar>
  </GraphiQL>,
);
