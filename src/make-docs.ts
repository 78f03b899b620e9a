import { writeFile } from 'node:fs/promises';
import { loadPlaybooks } from './compose.ts';
import { playbookDocument } from './core/playbook-document.ts';
import { PROCEDURES } from './core/procedures/index.ts';

/** `npm run docs`: writes the documents that are made from the code. */
await writeFile(
  new URL('../docs/playbooks.md', import.meta.url),
  playbookDocument(await loadPlaybooks([]), PROCEDURES),
);
