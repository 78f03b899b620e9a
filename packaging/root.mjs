// Everything in a bundle reaches this as `#root`, whatever folder it is in (`imports` of its package.json).
import { fileURLToPath } from 'node:url';

/** The address that a source file would have. */
export const at = (file) => new URL(file, import.meta.url).href;

/** Files of packages, as `createRequire` would find them. */
export const assets = { resolve: (name) => fileURLToPath(new URL(`assets/${name}`, import.meta.url)) };
