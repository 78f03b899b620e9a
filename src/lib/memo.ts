/**
 * Calls `make` once per key and gives every caller the same promise, also when it fails: within one piece of work a
 * thing that could not be read is not asked for again.
 */
export function createMemo<T>() {
  const known = new Map<string, Promise<T>>();
  return {
    get<V extends T>(key: string, make: () => V | Promise<V>): Promise<V> {
      if (known.has(key)) return known.get(key) as Promise<V>;
      const pending = Promise.resolve().then(make);
      // Whoever awaits it hears the error; nobody awaiting it must not end the process.
      pending.catch(() => undefined);
      known.set(key, pending);
      return pending;
    },
    /** States what is known already, e.g. from a list that carried it. The first word stands. */
    put(key: string, value: T): void {
      if (!known.has(key)) known.set(key, Promise.resolve(value));
    },
  };
}
