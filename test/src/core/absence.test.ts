import { describe, expect, it } from 'vitest';
import { nodesOrNone, serverOrGone } from '../../../src/core/absence.ts';
import { CONDUCTORS, freshOf } from '../../support/fresh.ts';

const ID = '0f1e2d3c-4b5a-4968-8777-665544332211';
const server = (status: string) => ({ id: ID, name: 'web-1', status });

describe('a server that Nova does not show', () => {
  it('is gone for an administrator', async () => {
    expect(await serverOrGone(freshOf({ servers: [], compute_services: [] }), ID)).toBeNull();
    expect(await serverOrGone(freshOf({ servers: [server('DELETED')] }), ID)).toBeNull();
  });

  it('may be another project’s for anybody else, also for who is shown compute services', async () => {
    const reader = freshOf({ servers: [], compute_services: [], roles: ['reader'] });
    await expect(serverOrGone(reader, ID)).rejects.toMatchObject({ code: 'forbidden', service: 'nova' });
  });

  it('may be another project’s where compute services are not shown', async () => {
    await expect(serverOrGone(freshOf({ servers: [] }), ID)).rejects.toMatchObject({ service: 'nova' });
  });

  it('is there where it is shown, to whomever', async () => {
    const reader = freshOf({ servers: [server('ACTIVE')], roles: [] });
    expect(await serverOrGone(reader, ID)).toMatchObject({ id: ID });
  });
});

describe('nodes of an instance', () => {
  it('are none only for who sees the conductors', async () => {
    expect(await nodesOrNone(freshOf({ nodes: [], conductors: CONDUCTORS }), ID)).toEqual([]);
    await expect(nodesOrNone(freshOf({ nodes: [] }), ID)).rejects.toMatchObject({ service: 'ironic' });
  });
});
