/**
 * What the work brings, or `late()` where that takes longer than so many milliseconds of real time. The work goes on then,
 * and what it fails with is nobody's any more.
 */
export async function inTime<T, L>(ms: number, work: Promise<T>, late: () => L): Promise<T | L> {
  const { promise, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => resolve('late'), ms);
  try {
    const first = await Promise.race([work.then((value) => ({ value })), promise]);
    return first === 'late' ? late() : first.value;
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
