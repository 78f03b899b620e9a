import { contractReads } from './reads.ts';
import { simulatedCloud } from './simulated.ts';

contractReads('the simulated cloud', () => simulatedCloud());
