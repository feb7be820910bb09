const files = { graphql: 'graphql.worker.js', json: 'json.worker.js' };

// Monaco asks for its workers through this global; all of them lie beside this script.
globalThis.MonacoEnvironment = {
  getWorker: (_id, label) => new Worker(new URL(files[label] ?? 'editor.worker.js', import.meta.url)),
};
