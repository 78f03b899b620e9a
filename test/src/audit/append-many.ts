import { append } from '../../../src/audit/journal.ts';
import { openStore, type StoreOptions } from '../../../src/store/open-store.ts';
import { draft } from './draft.ts';

/** A replica of its own: `node append-many.ts OPTIONS COUNT`. */
const [options = '{}', count = '0'] = process.argv.slice(2);
const store = await openStore(JSON.parse(options) as StoreOptions);
for (let done = 0; done < Number(count); done += 1)
  await store.transaction((trx) => append(trx, draft({ words: `${process.pid}` })));
await store.close();
