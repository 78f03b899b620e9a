import type { Report } from '../core/report.ts';
import { createTelling } from '../lib/telling.ts';

/** Every diagnosis that was made. */
export const diagnoses = createTelling<Report>('diagnosis');
