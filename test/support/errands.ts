import { type Errand, errandsBegun } from '../../src/lib/errand.ts';

/** What is set off while the work is done. */
export async function errandsOf(work: () => Promise<unknown>): Promise<readonly Omit<Errand, 'id'>[]> {
  const begun: Omit<Errand, 'id'>[] = [];
  const end = errandsBegun.hear(({ id: _, ...errand }) => begun.push(errand));
  try {
    await work();
  } finally {
    end();
  }
  return begun;
}
