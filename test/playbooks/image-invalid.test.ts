import { describe, expect, it } from 'vitest';
import playbook from '../../playbooks/image-invalid.ts';
import { examine, HEALTHY_NODE, minutesAgo } from '../support/facts.ts';
import { commandsOf, onlyFinding, stepsOf } from '../support/findings.ts';

const VAGUE = 'Failed to prepare to deploy: The requested image is not valid for use.';
const IMAGE = {
  id: 'f0000000-0000-4000-8000-000000000001',
  name: 'appliance',
  disk_format: 'raw',
  size: 3e9,
};
const failed = (last_error: string, more: object = {}) => ({
  node: {
    ...HEALTHY_NODE,
    provision_state: 'deploy failed',
    provision_updated_at: minutesAgo(5),
    last_error,
    instance_info: { image_source: IMAGE.id },
  },
  history: [],
  image: IMAGE,
  ...more,
});
const logged = (line: string) => ({
  logs: [
    {
      source: 'ironic-conductor',
      host: 'conductor-1',
      lines: [`2026-11-22 17:54:00.000 7 ERROR ironic.common.images [None req-1] ${line}`],
    },
  ],
});

describe('found', () => {
  it('a raw image that is qcow2, from the log of the conductor', async () => {
    const line = `Security: The requested deploy image for node ${HEALTHY_NODE.uuid} has a format (qcow2) which does not match the expected image format (raw) based upon supplied or retrieved information.`;
    const finding = await onlyFinding(playbook, failed(VAGUE, logged(line)));
    expect(finding).toMatchObject({
      code: 'image-format-mismatch',
      cause: 'image-invalid',
      guide: 'image-invalid',
      confidence: 'confirmed',
      summary: 'The image is refused: it is registered as raw, and its content is qcow2.',
    });
    expect(finding.evidence.map(({ source }) => source)).toEqual([
      'node.last_error',
      'logs[ironic-conductor@conductor-1]',
      'image.disk_format',
    ]);
    expect(commandsOf(finding)).toContain('--disk-format qcow2');
    expect(stepsOf(finding)).toContain('Do not switch the inspection off');
    expect(finding.explains).toContain('deploy-failed-image-invalid');
  });

  it('what the agent detected stands in last_error, so no log is needed', async () => {
    const text =
      'Agent returned error for deploy step: Invalid image: Security: Expected format was qcow2, but image was actually vmdk';
    const finding = await onlyFinding(playbook, failed(text));
    expect(finding.code).toBe('image-format-not-permitted');
    expect(finding.summary).toContain('it is vmdk');
    expect(finding.missing).toEqual([]);
  });

  it('a format that Ironic does not take, by the declaration alone', async () => {
    const image = { ...IMAGE, disk_format: 'vhd' };
    const finding = await onlyFinding(playbook, failed(VAGUE, { image }));
    expect(finding.code).toBe('image-format-not-permitted');
    expect(finding.missing.map(({ fact }) => fact)).toContain('logs');
  });

  it('content that fails the safety check', async () => {
    const line = `Security: The requested image for deployment of node ${HEALTHY_NODE.uuid} fails safety sanity checking: has a backing file`;
    const finding = await onlyFinding(playbook, failed(VAGUE, logged(line)));
    expect(finding.code).toBe('image-unsafe-content');
  });
});

describe('clear', () => {
  it('gpt is raw with a partition table', async () => {
    const line = `Security: Detected image format was gpt, but only raw are allowed`;
    const { findings } = await examine(playbook, failed(line));
    expect(findings).toEqual([]);
  });

  it('a checksum is another matter', async () => {
    const facts = failed(
      'Failed to prepare to deploy: The supplied image checksum is invalid or does not match.',
      {
        image: { ...IMAGE, disk_format: 'vhd' },
      },
    );
    const { findings, clear } = await examine(playbook, facts);
    expect(findings).toEqual([]);
    expect(clear).toHaveLength(1);
  });

  it('a log line about another node is not ours', async () => {
    const line =
      'Security: The requested deploy image for node 99999999-1111-4111-8111-111111111111 is of format image vmdk and is not in the [conductor]permitted_image_formats list.';
    const { findings } = await examine(playbook, failed(VAGUE, logged(line)));
    expect(findings).toEqual([]);
  });
});

it('cannot tell without a log where Ironic says no more than "not valid"', async () => {
  const { findings, unknown } = await examine(playbook, failed(VAGUE));
  expect(findings).toEqual([]);
  expect(unknown).toHaveLength(1);
});
