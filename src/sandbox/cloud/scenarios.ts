import { readdirSync } from 'node:fs';
import type { Scenario } from './scenario.ts';

const folder = new URL('./scenarios/', import.meta.url);
/** Source, or what a bundler made of it. */
const ENDING = /\.m?[jt]s$/;

async function load(file: string): Promise<Scenario> {
  const { default: scenario } = (await import(new URL(file, folder).href)) as { default: Scenario };
  if (scenario.name !== file.replace(ENDING, ''))
    throw new Error(`scenarios/${file} holds the scenario ${scenario.name}`);
  return scenario;
}

/** What is well is built first, so that trouble comes on top of it. */
const wellFirst = (a: string, b: string) =>
  Number(b.startsWith('healthy-')) - Number(a.startsWith('healthy-')) || a.localeCompare(b, 'en');

/** All scenarios, by name: the folder is the registry. */
export const scenarios: readonly Scenario[] = await Promise.all(
  readdirSync(folder)
    .filter((file) => ENDING.test(file))
    .sort(wellFirst)
    .map(load),
);
