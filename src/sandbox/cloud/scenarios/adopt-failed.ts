import type { Scenario } from '../scenario.ts';
import { day } from '../times.ts';
import { blame } from '../troubles.ts';

/** Taken over from another Ironic without what it boots. */
export default {
  name: 'adopt-failed',
  expect: {
    subject: 'bm-e85',
    causes: ['request-invalid'],
    section: 'states',
    title: 'A running machine that could not be taken over',
  },
  build(site) {
    const node = site.node({
      name: 'bm-e85',
      resource_class: 'bm.failed',
      leaf: 'leaf-e8',
      provision_state: 'adopt failed',
      target_provision_state: 'active',
      power_state: 'power on',
      since: day,
    });
    // Worded by deploy_utils.check_for_missing_params inside _do_adoption of ironic/conductor/manager.py.
    blame(
      site,
      node,
      day,
      'adoption',
      `Error while attempting to adopt node ${node.uuid}: Cannot validate image information for node ${node.uuid} because one or more parameters are missing from its instance_info and insufficient information is present to boot from a remote volume. Missing are: ['image_source']`,
    );
  },
} satisfies Scenario;
