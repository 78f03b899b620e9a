import type { z } from 'zod';
import type { Json } from '../types.ts';
import { BLOCK_BY_SURFACE, BLOCK_TYPES, type Surface } from './blocks.ts';
import { LIMITS, MESSAGE_LIMITS } from './limits.ts';
import { pointer, wording } from './wording.ts';

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What Slack would say about these blocks: one line per fault, `text [json-pointer:/blocks/0/…]`; none when they are fine.
 * `at` is the pointer of the list itself (`/blocks`, `/view/blocks`, `/attachments/0/blocks`).
 */
export function blockFaults(blocks: unknown, surface: Surface, at = '/blocks'): string[] {
  if (!Array.isArray(blocks)) return [`must be an array [json-pointer:${at}]`];
  const max = surface === 'message' ? MESSAGE_LIMITS.blocks : LIMITS.view.blocks.max_items;
  if (blocks.length > max) return [`no more than ${max} items allowed [json-pointer:${at}]`];
  const faults = blocks.flatMap((block: unknown, index) => oneBlock(block, surface, `${at}/${index}`));
  return [...faults, ...duplicates(blocks, at), ...tooManyTables(blocks, at)];
}

function oneBlock(block: unknown, surface: Surface, at: string): string[] {
  if (isObject(block) && typeof block['type'] === 'string') {
    const known = BLOCK_BY_SURFACE[surface].safeParse(block);
    if (known.success) return [];
    if (!BLOCK_TYPES.has(block['type']))
      return [`unsupported type: ${block['type']} [json-pointer:${at}/type]`];
    return schemaFaults(known.error, block, at);
  }
  return [
    isObject(block)
      ? `missing required field: type [json-pointer:${at}]`
      : `must be an object [json-pointer:${at}]`,
  ];
}

export function schemaFaults(error: z.ZodError, input: unknown, at: string): string[] {
  return error.issues.flatMap((issue) =>
    wording(issue, input).map(({ text, path }) => `${text} [json-pointer:${at}${pointer(path)}]`),
  );
}

/** Block ids are unique in their message or view; action ids within their block. */
function duplicates(blocks: readonly unknown[], at: string): string[] {
  const faults: string[] = [];
  const blockIds = new Set<unknown>();
  const visit = (list: readonly unknown[], here: string): void => {
    for (const [index, block] of list.entries()) {
      if (!isObject(block)) continue;
      const id = block['block_id'];
      if (id !== undefined && blockIds.has(id)) {
        faults.push(`block_id already exists: ${String(id)} [json-pointer:${here}/${index}/block_id]`);
      }
      blockIds.add(id);
      faults.push(...duplicateActions(block, `${here}/${index}`));
      if (Array.isArray(block['child_blocks'])) visit(block['child_blocks'], `${here}/${index}/child_blocks`);
    }
  };
  visit(blocks, at);
  return faults;
}

function duplicateActions(block: Json, at: string): string[] {
  const elements = Array.isArray(block['elements']) ? block['elements'] : [];
  const seen = new Set<unknown>();
  return elements.flatMap((element: unknown, index) => {
    const id = isObject(element) ? element['action_id'] : undefined;
    if (id === undefined) return [];
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [`action_id already exists: ${String(id)} [json-pointer:${at}/elements/${index}/action_id]`];
  });
}

function tooManyTables(blocks: readonly unknown[], at: string): string[] {
  let tables = 0;
  const count = (list: readonly unknown[]): void => {
    for (const block of list) {
      if (!isObject(block)) continue;
      if (block['type'] === 'table') tables += 1;
      if (Array.isArray(block['child_blocks'])) count(block['child_blocks']);
    }
  };
  count(blocks);
  return tables > MESSAGE_LIMITS.tables ? [`only one table allowed per message [json-pointer:${at}]`] : [];
}

/** All text a person would read in these blocks, in characters: what `msg_blocks_too_long` counts. */
export function blockTextLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + blockTextLength(item), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) =>
      sum + (key === 'text' && typeof item === 'string' ? [...item].length : blockTextLength(item)),
    0,
  );
}
