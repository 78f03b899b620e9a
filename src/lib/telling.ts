import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Something that happens again and again, told to whoever listens in this process; nothing is made where nobody does. */
export interface Telling<T> {
  tell(what: T): void;
  /** Hears of it from now on, until what it gives back is called. What a listener throws ends the process, so it throws nothing. */
  hear(listener: (what: T) => void): () => void;
}

/** `name` is one for the whole process. */
export function createTelling<T>(name: string): Telling<T> {
  const id = `ironic-oncall.${name}`;
  const told = channel(id);
  return {
    tell(what) {
      if (told.hasSubscribers) told.publish(what);
    },
    hear(listener) {
      const heard = (what: unknown) => listener(what as T);
      subscribe(id, heard);
      return () => void unsubscribe(id, heard);
    },
  };
}
