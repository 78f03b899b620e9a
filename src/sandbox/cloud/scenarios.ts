import type { Scenario } from './scenario.ts';
import bmcDead from './scenarios/bmc-dead.ts';
import deployTimedOut from './scenarios/deploy-timed-out.ts';
import healthyActive from './scenarios/healthy-active.ts';
import healthyAvailable from './scenarios/healthy-available.ts';

/** All scenarios, in the order in which the nodes are listed. */
export const scenarios: readonly Scenario[] = [healthyAvailable, healthyActive, bmcDead, deployTimedOut];
