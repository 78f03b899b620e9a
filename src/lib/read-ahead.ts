/**
 * The same values, up to `most` of them asked for before they are wanted: while one page is worked on, the next is on
 * its way. Whoever stops early ends the source as well; an error comes where its value would have stood.
 */
export async function* readAhead<T>(
  source: AsyncIterable<T>,
  most: number,
): AsyncGenerator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const coming: Promise<IteratorResult<T>>[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const ask = () => {
    // A source makes one value at a time, and after an error none.
    const next = last.then(() => iterator.next());
    next.catch(() => undefined);
    last = next;
    coming.push(next);
  };
  try {
    for (let asked = 0; asked < most; asked += 1) ask();
    for (let next = coming.shift(); next; next = coming.shift()) {
      const { value, done } = await next;
      if (done) return;
      ask();
      yield value;
    }
  } finally {
    await iterator.return?.().catch(() => undefined);
  }
}
