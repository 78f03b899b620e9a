/** Asked when first needed; everybody gets the same answer. */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    if (!asked) {
      asked = Promise.resolve().then(ask);
      // Whoever awaits it hears the error; nobody awaiting it must not end the process.
      asked.catch(() => undefined);
    }
    return asked;
  };
}
