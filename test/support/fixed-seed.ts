import fc from 'fast-check';

/**
 * A run that is green is green again: wild inputs are the same ones every time. `FAST_CHECK_SEED=random` (or a number
 * from a failure's report) explores others.
 */
const wanted = process.env['FAST_CHECK_SEED'];
if (wanted !== 'random') fc.configureGlobal({ seed: wanted ? Number(wanted) : 31_012_026 });
