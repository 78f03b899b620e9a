import { registerHooks } from 'node:module';

/**
 * From now on `name` means `url` wherever it is imported, also outside of this project: Node by itself knows a package's
 * own name inside of it only.
 */
export function answerTo(name: string, url: string): void {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === name ? { url, shortCircuit: true } : next(specifier, context),
  });
}
