import type { Acting } from './acting.ts';
import type { Report } from './report.ts';

/** The acting half where a diagnosis is worth telling also when its buttons break. `onFailure` hears why. */
export function safeOffers(acting: Acting, onFailure: (error: unknown, report: Report) => void): Acting {
  return {
    ...acting,
    offers: (report, signal) =>
      acting.offers(report, signal).catch((error: unknown) => {
        onFailure(error, report);
        const note = `No remedy is offered: something broke on my side; the log tells more under ${report.reference}`;
        return { offers: [], notes: [note] };
      }),
  };
}
