import { plainIdFrom } from '../ids.ts';

export const domain = { id: 'default', name: 'Default' } as const;

export interface Project {
  readonly id: string;
  readonly name: string;
}

export const projects = {
  admin: { id: plainIdFrom('project-admin'), name: 'admin' },
  demo: { id: plainIdFrom('project-demo'), name: 'demo' },
} as const satisfies { readonly [name: string]: Project };

export type RoleName = 'admin' | 'member' | 'reader';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  /** Roles by project id; a key `system` is the role on the whole cloud, `domain` on the default domain. */
  readonly roles: { readonly [scope: string]: readonly RoleName[] };
}

const everything = ['admin', 'member', 'reader'] as const;

/** Who can log in. The passwords guard nothing: the cloud lives in memory and listens on loopback only. */
export const users: readonly User[] = [
  {
    id: plainIdFrom('user-admin'),
    name: 'admin',
    password: 'sandbox-admin',
    roles: { [projects.admin.id]: everything, system: everything, domain: everything },
  },
  {
    id: plainIdFrom('user-oncall-reader'),
    name: 'oncall-reader',
    password: 'sandbox-reader',
    roles: { system: ['reader'], [projects.admin.id]: ['reader'] },
  },
  {
    id: plainIdFrom('user-oncall-writer'),
    name: 'oncall-writer',
    password: 'sandbox-writer',
    roles: { [projects.admin.id]: everything, system: everything },
  },
  {
    id: plainIdFrom('user-demo'),
    name: 'demo',
    password: 'sandbox-demo',
    roles: { [projects.demo.id]: ['member', 'reader'] },
  },
];

export interface ApplicationCredential {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly userName: string;
  readonly projectId: string;
  readonly roles: readonly RoleName[];
}

export const applicationCredentials: readonly ApplicationCredential[] = [
  {
    id: plainIdFrom('application-credential-oncall'),
    name: 'oncall',
    secret: 'sandbox-application-secret',
    userName: 'admin',
    projectId: projects.admin.id,
    roles: everything,
  },
];
