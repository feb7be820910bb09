import './workers.js';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { createRoot } from 'react-dom/client';
import { createFetcher } from './fetcher.js';
import './page.css';
import { defaultHeaders, defaultTabs } from './tabs.js';

// GraphiQL loads its editors after the first rendering; whoever changes tabs before they are there finds
// the first tab's text in the other tab.
await Promise.all([import('monaco-graphql/esm/monaco-editor.js'), import('monaco-graphql/esm/lite.js')]);

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL
    fetcher={createFetcher(new URL('/graphql', location.href))}
    defaultTabs={defaultTabs}
    defaultHeaders={defaultHeaders}
    defaultEditorToolsVisibility="headers"
    // A token on disk would outlive the person's presence at the machine, so headers live in the page alone;
    // that rules out the history plugin, which writes the headers of each run whatever this setting says.
    shouldPersistHeaders={false}
    plugins={[]}
  >
    <GraphiQL.Logo>Concord</GraphiQL.Logo>
  </GraphiQL>,
);
