import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Packages in CommonJS that are loaded by `import()`: Node gives their names, a bundler the default alone. Each gets a
 * module in front that has both. (The package is loaded here to learn them.)
 */
export function named(packages: readonly string[], from: string): Plugin {
  const require = createRequire(from);
  return {
    name: 'named',
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
        kind === 'dynamic-import' && packages.includes(path) ? { path, namespace: 'named' } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'named' }, ({ path }) => {
        // What a package calls its default is, to Node, the whole of it.
        const names = Object.keys(require(path) as object).filter(
          (name) => name !== 'default' && /^[A-Za-z_$][\w$]*$/.test(name),
        );
        const whole = JSON.stringify(path);
        const contents = `export { default } from ${whole}; export { ${names.join(', ')} } from ${whole};`;
        return { contents, resolveDir: from };
      });
    },
  };
}
