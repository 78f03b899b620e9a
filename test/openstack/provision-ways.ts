import type { Operator } from './operator.ts';

/** How a node that was just enrolled gets into a state, without a machine. */
export interface Way {
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Booted by PXE, which wants a MAC address. */
  readonly port?: true;
  /** Brings a node that was just enrolled into the state. */
  make(node: string): Promise<unknown>;
}

export const RESCUE = { rescue_password: 'secret' };
const AGENT = { deploy_interface: 'direct' };
const CLEANED = { ...AGENT, automated_clean: true };
const INSPECTED = { inspect_interface: 'inspector' };
const HTTP = 'http://127.0.0.1:8088';
/** Ironic puts this file there; where nothing boots it is as good as a kernel or an image. */
const THERE = 'boot.ipxe';
const rescuedFrom = (file: string) => ({
  boot_interface: 'pxe',
  rescue_interface: 'agent',
  driver_info: Object.fromEntries(
    ['deploy_kernel', 'deploy_ramdisk', 'rescue_kernel', 'rescue_ramdisk'].map((key) => [
      key,
      `${HTTP}/${file}`,
    ]),
  ),
});

/** A raw image is fetched by the ramdisk itself; Ironic only looks whether it is there. */
const imageIn = (file: string) => ({
  image_source: `${HTTP}/${file}`,
  image_checksum: '0'.repeat(32),
  image_disk_format: 'raw',
});

/** Ways to the states that a node can stay in where no machine is behind it. */
export function waysWith(cloud: Operator): { readonly [state: string]: Way } {
  const patch = (node: string, path: string, value: unknown) =>
    cloud.ironic('PATCH', `/nodes/${node}`, [{ op: 'add', path, value }]);
  const maintenance = (node: string, on: boolean) =>
    cloud.ironic(
      on ? 'PUT' : 'DELETE',
      `/nodes/${node}/maintenance`,
      on ? { reason: 'interfaces change' } : undefined,
    );
  /** A node that is not in maintenance keeps its interfaces. */
  async function change(node: string, path: string, value: unknown): Promise<void> {
    await maintenance(node, true);
    await patch(node, path, value);
    await maintenance(node, false);
  }
  const manage = (node: string) => cloud.provision(node, 'manage', ['manageable']);
  async function provide(node: string): Promise<void> {
    await manage(node);
    await cloud.provision(node, 'provide', ['available']);
  }
  async function deploy(node: string): Promise<void> {
    await provide(node);
    await cloud.provision(node, 'active', ['active']);
  }
  async function rescue(node: string): Promise<void> {
    await deploy(node);
    await cloud.provision(node, 'rescue', ['rescue'], RESCUE);
  }
  async function waitForAgent(node: string): Promise<void> {
    await provide(node);
    await patch(node, '/instance_info', imageIn(THERE));
    await cloud.provision(node, 'active', ['wait call-back']);
  }
  async function waitForCleaning(node: string): Promise<void> {
    await manage(node);
    await cloud.provision(node, 'provide', ['clean wait']);
  }
  async function waitForInspector(node: string): Promise<void> {
    await manage(node);
    await cloud.provision(node, 'inspect', ['inspect wait']);
  }

  return {
    enroll: { make: async () => undefined },
    manageable: { make: manage },
    available: { make: provide },
    active: { make: deploy },
    rescue: { make: rescue },
    'wait call-back': { fields: AGENT, make: waitForAgent },
    'clean wait': { fields: CLEANED, make: waitForCleaning },
    'inspect wait': { fields: INSPECTED, make: waitForInspector },
    'rescue wait': {
      fields: rescuedFrom(THERE),
      port: true,
      async make(node) {
        await deploy(node);
        await cloud.provision(node, 'rescue', ['rescue wait'], RESCUE);
      },
    },
    'deploy failed': {
      fields: AGENT,
      async make(node) {
        await provide(node);
        await patch(node, '/instance_info', imageIn('gone'));
        await cloud.provision(node, 'active', ['deploy failed']);
        await patch(node, '/instance_info', imageIn(THERE));
      },
    },
    'clean failed': {
      fields: CLEANED,
      async make(node) {
        await waitForCleaning(node);
        await cloud.provision(node, 'abort', ['clean failed']);
      },
    },
    'inspect failed': {
      fields: INSPECTED,
      async make(node) {
        await waitForInspector(node);
        await cloud.provision(node, 'abort', ['inspect failed']);
      },
    },
    'adopt failed': {
      // Ironic wants to know what kind of image it adopts.
      fields: { instance_info: { image_source: 'nowhere://image' } },
      async make(node) {
        await manage(node);
        await cloud.provision(node, 'adopt', ['adopt failed']);
      },
    },
    'rescue failed': {
      fields: rescuedFrom('gone'),
      port: true,
      async make(node) {
        await deploy(node);
        await cloud.provision(node, 'rescue', ['rescue failed'], RESCUE);
        // What has failed once may be asked for again, and this time there is something to boot.
        await patch(node, '/driver_info', rescuedFrom(THERE).driver_info);
      },
    },
    'unrescue failed': {
      async make(node) {
        await rescue(node);
        await change(node, '/rescue_interface', 'no-rescue');
        await cloud.provision(node, 'unrescue', ['unrescue failed']);
        await change(node, '/rescue_interface', 'fake');
      },
    },
    error: {
      fields: { console_interface: 'fake' },
      async make(node) {
        await deploy(node);
        await cloud.ironic('PUT', `/nodes/${node}/states/console`, { enabled: true });
        await change(node, '/console_interface', 'no-console');
        await cloud.provision(node, 'deleted', ['error']);
        await change(node, '/console_interface', 'fake');
      },
    },
  };
}
