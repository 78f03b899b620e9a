import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Check, fail, ok } from '../check.ts';
import { isOlder } from '../versions.ts';

const Package = z.object({ engines: z.object({ node: z.string().regex(/^>=\d+\.\d+$/) }) });

export default {
  id: 'node-version',
  title: 'Node',
  section: 'machine',
  place: 1,
  async run({ node }) {
    const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
    const wanted = Package.parse(JSON.parse(text)).engines.node.slice(2);
    if (!isOlder(node, wanted)) return ok(node);
    const fix = 'npm ci   (brings the right one along; start everything through npm run or npx)';
    return fail(`${node} is too old: ${wanted} or newer is needed`, fix);
  },
} satisfies Check;
