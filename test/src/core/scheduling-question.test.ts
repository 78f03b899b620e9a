import { describe, expect, it } from 'vitest';
import {
  flavorDemand,
  offeredProviders,
  schedulingQuestion,
  supplyFor,
  unknownToPlacement,
} from '../../../src/core/scheduling-question.ts';
import { type FactsInMemory, factBook, recorded } from '../../support/facts.ts';
import { FILTERED, FITS_NOW, failedServer, flavor, GOLD, GOLD_2 } from '../../support/scheduling.ts';

const facts = (memory: FactsInMemory) => factBook(memory).view().facts;
const says = async (message: string) =>
  (await schedulingQuestion(facts({ instance: failedServer(message) })))?.fault?.says;
const refused = (detail: string) => unknownToPlacement({ kind: 'refused', status: 400, detail });

describe('scheduling question', () => {
  it('reads from the fault whether Placement or a filter said no', async () => {
    expect(await says('No valid host was found. ')).toBe('no-candidates');
    expect(await says(FILTERED)).toBe('filtered');
    expect(await says('No valid host was found. Something new.')).toBe('unclear');
  });

  it("asks nothing about Ironic's own sentence, other faults, and servers that are well", async () => {
    expect(await says('No valid host was found. Reason: No conductor service registered.')).toBeUndefined();
    expect(await says('Exceeded maximum number of retries.')).toBeUndefined();
    for (const server of ['active', 'building', 'building-after-restart'])
      expect(
        await schedulingQuestion(facts({ instance: recorded(`nova/server-${server}`) })),
      ).toBeUndefined();
    expect(await schedulingQuestion(facts({ node: GOLD }))).toBeUndefined();
  });

  it('asks of a flavor whether it would do', async () => {
    expect(await schedulingQuestion(facts({ flavor: flavor() }))).toEqual({ kind: 'would-it' });
  });

  it('takes the failed event for a fault that is not there', async () => {
    const events = [{ event: 'conductor_schedule_and_build_instances', result: 'Error', details: FILTERED }];
    const instance_actions = [{ action: 'create', request_id: 'req-1', events }];
    const question = await schedulingQuestion(facts({ instance: failedServer(null), instance_actions }));
    expect(question?.fault).toMatchObject({ says: 'filtered', source: expect.stringContaining('req-1') });
  });

  it('counts the node of the subject once among the others', async () => {
    const supply = await supplyFor(facts({ ...FITS_NOW, node: GOLD, nodes: [GOLD, GOLD_2] }), [
      'CUSTOM_GOLD',
    ]);
    expect(supply.free.map(({ name }) => name)).toEqual(['node-17', 'node-18']);
  });

  it('leaves a flavor without readable extra specs unread', async () => {
    await expect(flavorDemand(facts({ flavor: { name: 'a' } }))).rejects.toMatchObject({
      kind: 'unsupported',
    });
    await expect(flavorDemand(facts({ instance: failedServer(), flavor: null }))).rejects.toMatchObject({
      fact: 'flavor',
    });
  });

  it("reads Placement's refusals", () => {
    expect(
      refused('Invalid resource class in resources parameter: No such resource class CUSTOM_A.  ').classes,
    ).toEqual(['CUSTOM_A']);
    expect(refused('No such trait(s): CUSTOM_A, HW_B.  ').traits).toEqual(['CUSTOM_A', 'HW_B']);
    expect(refused('Malformed').classes).toEqual([]);
    expect(offeredProviders({ kind: 'refused', status: 400, detail: '' })).toBeUndefined();
  });
});
