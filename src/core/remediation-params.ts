import { z } from 'zod';
import { isUuid } from '../lib/uuid.ts';

/** Parameters of remediations. They come from playbooks, from the store or from what a person typed. */
export const uuid = z.string().refine(isUuid, 'not a UUID');

/** A host name as Nova and Ironic know it. */
export const host = z.string().regex(/^[A-Za-z0-9][\w.:-]{0,254}$/, 'not a host name');

/** One line that people will read in Ironic or Nova; Nova keeps 255 characters. */
export const reason = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}]*$/u, 'not one line');

export const nodeParams = z.strictObject({ node: uuid });

export const nodeTarget = ({ node }: { readonly node: string }): string => `node ${node.toLowerCase()}`;
