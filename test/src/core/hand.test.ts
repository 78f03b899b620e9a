import { describe, expect, it } from 'vitest';
import { EMPTY_HAND, handOf } from '../../../src/core/hand.ts';
import { NodeSchema, PortSchema } from '../../../src/openstack/ironic/schema.ts';
import { HEALTHY_NODE } from '../../support/facts.ts';
import { NASTY } from '../slack/support/wild.ts';

const node = NodeSchema.parse(HEALTHY_NODE);
const port = (rest: object) => PortSchema.parse({ uuid: 'p', address: '52:54:00:1a:b0:77', ...rest });

describe('what a procedure is filled in with', () => {
  it('is what is known of the node, and placeholders for the rest', () => {
    const link = { switch_info: 'leaf-12', switch_id: 'aa:bb:cc:dd:ee:ff', port_id: 'Ethernet1/7' };
    expect(handOf(node, { ports: [port({ local_link_connection: link })] })).toEqual({
      node: 'node-17',
      uuid: HEALTHY_NODE.uuid,
      instance: '<instance>',
      conductor: 'conductor-1',
      driver: 'ipmi',
      bmc: '10.4.12.17',
      mac: '52:54:00:1a:b0:77',
      switch_name: 'leaf-12',
      switch_port: 'Ethernet1/7',
      image: '<image>',
    });
  });

  it('takes the port that boots', () => {
    const ports = [port({ pxe_enabled: false }), port({ address: '52:54:00:1a:b0:78', pxe_enabled: true })];
    expect(handOf(node, { ports }).mac).toBe('52:54:00:1a:b0:78');
  });

  it('lets nothing from outside become more than one word of a shell', () => {
    for (const nasty of [...NASTY, 'a b', 'a;b', '$(reboot)', 'a`b`', "a'b", '-rf', 'a\nb', '../../x']) {
      const wild = NodeSchema.parse({
        ...HEALTHY_NODE,
        name: nasty,
        uuid: nasty,
        instance_uuid: nasty,
        conductor: nasty,
        driver: nasty,
        driver_info: { ipmi_address: nasty },
        instance_info: { image_source: nasty },
      });
      const link = { switch_info: nasty, port_id: nasty };
      const hand = handOf(wild, { ports: [port({ address: nasty, local_link_connection: link })] });
      for (const word of Object.values(hand)) expect(word).toMatch(/^(?:<[\w-]+>|[A-Za-z0-9][\w.:~/-]*)$/);
    }
  });

  it('has a placeholder for everything where no node is at hand', () => {
    for (const word of Object.values(EMPTY_HAND)) expect(word).toMatch(/^<[\w-]+>$/);
  });
});
