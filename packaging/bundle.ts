import { copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type OutputFile } from 'esbuild';
import { asciiOnly } from './ascii.ts';
import { ASSETS, COPIED, entriesOf, LOADED_LATE } from './entries.ts';
import { noticesOf } from './licences.ts';
import { named } from './named.ts';
import { rooted } from './rooted.ts';

const top = fileURLToPath(new URL('..', import.meta.url));

/** What CommonJS packages that became part of a module look for. */
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/**
 * `npm run bundle [-- FOLDER]`: everything that runs, without `node_modules`, in `dist` or FOLDER. It is laid out as the
 * project is, so that the folders that are registries stay registries. The canvas is the one of this machine's platform.
 */
export async function bundle(folder: string): Promise<void> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: top,
    tsconfig: 'tsconfig.json',
    entryPoints: entriesOf(top),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    assetNames: 'native/[name]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Names stay, and lines are short enough to be found: an error's stack is read at night.
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: 160,
    legalComments: 'none',
    sourcemap: 'linked',
    sourcesContent: false,
    banner: { js: REQUIRE },
    loader: { '.node': 'copy' },
    alias: { express: join(top, 'packaging/absent-express.cjs') },
    plugins: [rooted(top), named(LOADED_LATE, top)],
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  await rm(folder, { recursive: true, force: true });
  await Promise.all(outputFiles.map(write));
  await copyFile(join(top, 'packaging/root.mjs'), join(folder, 'root.mjs'));
  await writeFile(join(folder, 'package.json'), await packageOf(join(top, 'package.json')));
  for (const path of COPIED) await cp(join(top, path), join(folder, path), { recursive: true });
  await copyAssets(folder);
  await writeFile(join(folder, 'THIRD-PARTY.txt'), await noticesOf(top, packagesIn(metafile)));
}

async function write({ path, text, contents }: OutputFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, path.endsWith('.mjs') ? asciiOnly(text, path) : contents);
}

/** Only what Node has to know: our name, by which playbooks of others find us, and where `#root` is. */
async function packageOf(file: string): Promise<string> {
  const { name, version, license, engines } = JSON.parse(await readFile(file, 'utf8')) as Record<
    string,
    unknown
  >;
  const exports = { './playbook': './playbook.mjs' };
  const imports = { '#root': './root.mjs' };
  const content = { name, version, license, private: true, type: 'module', engines, exports, imports };
  return `${JSON.stringify(content, null, 2)}\n`;
}

async function copyAssets(folder: string): Promise<void> {
  const require = createRequire(import.meta.url);
  for (const name of ASSETS) {
    const to = join(folder, 'assets', name);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(require.resolve(name), to);
  }
}

/** Folders of `node_modules` from which something got in. */
function packagesIn({ outputs }: Metafile): readonly string[] {
  const inputs = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
  const paths = [...inputs, ...ASSETS.map((name) => `node_modules/${name}`)];
  const folders = paths.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve(process.argv[2] ?? join(top, 'dist'));
  await bundle(folder);
  console.log(folder);
}
