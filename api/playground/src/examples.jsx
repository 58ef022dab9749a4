// The Examples panel lists the operations of `api/examples`; a click fills the editors with one.

import { useGraphiQL } from "@graphiql/react";
import { useEffect, useState } from "react";

function ExamplesIcon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M9 18h6M10 21h4M12 3a6 6 0 0 0-4 10.5c.7.6 1 1.5 1 2.5h6c0-1 .3-1.9 1-2.5A6 6 0 0 0 12 3z" />
    </svg>
  );
}

function Examples() {
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const [examples, setExamples] = useState([]);
  const [problem, setProblem] = useState("");

  useEffect(() => {
    fetch("/examples.json")
      .then((response) => response.json())
      .then(setExamples)
      .catch((error) => setProblem(String(error)));
  }, []);

  function fill({ query, variables }) {
    queryEditor.setValue(query);
    variableEditor.setValue(Object.keys(variables).length ? JSON.stringify(variables, null, 2) : "");
  }

  return (
    <section aria-label="Examples">
      <div className="graphiql-doc-explorer-title">Examples</div>
      {problem && <p role="alert">{problem}</p>}
      <ul className="medpath-examples">
        {examples.map((example) => (
          <li key={example.name}>
            <button type="button" disabled={!queryEditor || !variableEditor} onClick={() => fill(example)}>
              {example.title}
              <small>{example.description}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export const examplesPlugin = { title: "Examples", icon: ExamplesIcon, content: Examples };
