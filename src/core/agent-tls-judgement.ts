import type { Node } from '../openstack/ironic/schema.ts';
import type { TlsTrouble } from './agent-tls.ts';
import { textIn } from './bag.ts';
import type { Evidence, Step } from './finding.ts';
import type { GuideSection } from './guide.ts';
import { typedUuid } from './node-words.ts';
import { type Proposal, propose } from './remediation.ts';

/** What a TLS trouble of the agent means and what to do about it. */
export interface Judgement {
  readonly code: string;
  readonly guide: GuideSection;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly steps: readonly Step[];
  readonly proposals: readonly Proposal[];
}

export const FIRMWARE: Step = {
  text: "Set the host's clock and time zone in the firmware set-up to UTC; the BMC keeps another clock, and that one does not count.",
};
export const NTP: Step = {
  text: 'Let the ramdisk fetch the time: ipa-ntp-server=<address> in its kernel parameters, a server that the node reaches.',
};

export const NTP_SERVED: Step = {
  text: "See in the ramdisk's log whether it reached its time server at all, and what it made of the answer.",
};

export function storedCertificate(node: Node): Step {
  return {
    text: "Look at the certificate that the conductor stored for the node, beside the conductor's own clock.",
    command: `openssl x509 -noout -dates -ext subjectAltName -in /var/lib/ironic/certificates/${typedUuid(node)}.crt; date -u`,
  };
}

/** By trouble; clocks are judged by whoever has the times. */
const TROUBLES: Readonly<
  Record<Exclude<TlsTrouble, 'clock'>, (node: Node) => Omit<Judgement, 'guide' | 'proposals'>>
> = {
  'host-name': (node) => ({
    code: 'agent-tls-host-name',
    summary:
      "The agent's certificate is for another address than the conductor calls: two machines, or an address that changed.",
    evidence: agentUrl(node),
    steps: [
      storedCertificate(node),
      {
        text: 'See whether a second machine has this address, or the node has several on the provisioning network.',
      },
    ],
  }),
  version: (node) => ({
    code: 'agent-tls-version',
    summary:
      'Conductor and agent have no TLS version in common: the ramdisk is likely older than the conductor demands.',
    evidence: agentVersion(node),
    steps: [
      {
        text: 'Build a ramdisk with a present Python and OpenSSL; the conductor asks for TLS 1.3 or newer by default.',
      },
      { text: 'Until then: [agent]tls_minimum_version = 1.2 on the conductors.' },
    ],
  }),
  plain: (node) => ({
    code: 'agent-tls-plain',
    summary: 'One of conductor and agent speaks TLS and the other plain HTTP.',
    evidence: agentUrl(node),
    steps: [
      {
        text: 'See whether the agent serves https (agent_url), and which scheme ipa-api-url in the kernel parameters has.',
      },
    ],
  }),
  required: (node) => ({
    code: 'agent-tls-required',
    summary: 'The agent offers plain HTTP, and Ironic insists on TLS, so its calls are rejected.',
    evidence: agentUrl(node),
    steps: [
      {
        text: "Use a ramdisk with automatic TLS (any since 2020), and see that the agent's enable_auto_tls is not off.",
      },
      {
        text: 'Turning [agent]require_tls off lets anybody on that network read the agent token; only as a stopgap.',
      },
    ],
  }),
  changed: (node) => ({
    code: 'agent-certificate-changed',
    summary:
      'The agent came with another certificate than before: it restarted, or a second machine claims to be this node.',
    evidence: agentUrl(node),
    steps: [
      {
        text: 'See on the console whether the ramdisk booted twice, and in Ironic whether another node has its MAC.',
        command: `baremetal port list --node ${typedUuid(node)} --long`,
      },
      storedCertificate(node),
    ],
  }),
  'not-trusted': (node) => ({
    code: 'agent-tls-not-trusted',
    summary: "The conductor does not trust the agent's certificate, so it cannot give it any work.",
    evidence: verifyCa(node),
    steps: [
      storedCertificate(node),
      {
        text: 'With a certificate of your own in the ramdisk, the conductor needs its authority: driver_info/agent_verify_ca or [agent]verify_ca.',
      },
    ],
  }),
};

function agentUrl(node: Node): readonly Evidence[] {
  const url = textIn(node.driver_internal_info, 'agent_url');
  return url ? [{ bearing: 'supports', source: 'node.driver_internal_info.agent_url', observed: url }] : [];
}

function agentVersion(node: Node): readonly Evidence[] {
  const version = textIn(node.driver_internal_info, 'agent_version');
  return version
    ? [{ bearing: 'supports', source: 'node.driver_internal_info.agent_version', observed: version }]
    : [];
}

/** Automatic TLS leaves the path of the stored certificate; without it the conductor asks its own authorities. */
function verifyCa(node: Node): readonly Evidence[] {
  const stored = textIn(node.driver_internal_info, 'agent_verify_ca');
  if (stored)
    return [{ bearing: 'supports', source: 'node.driver_internal_info.agent_verify_ca', observed: stored }];
  const own = textIn(node.driver_info, 'agent_verify_ca');
  return own ? [{ bearing: 'supports', source: 'node.driver_info.agent_verify_ca', observed: own }] : [];
}

export const API_NOT_TRUSTED: Judgement = {
  code: 'agent-tls-api',
  guide: 'agent-tls',
  summary:
    "The ramdisk does not accept the certificate of Ironic's API, so it can neither look itself up nor report.",
  evidence: [],
  steps: [
    {
      text: "Give the ramdisk the API's authority: [agent]api_ca_file where virtual media is used, else in the ramdisk itself (option cafile of the agent).",
    },
    {
      text: 'Look at the certificate that the API shows, from the provisioning network: its dates, its name, its chain.',
      command:
        'openssl s_client -connect <api-address>:6385 -showcerts </dev/null | openssl x509 -noout -subject -issuer -dates',
    },
    { text: 'Do not leave ipa-insecure=1 on: whoever answers as the API then gets the agent token.' },
  ],
  proposals: [propose('fix-config')],
};

/** The judgement for every trouble but clocks, when the conductor calls the agent. */
export function judgementOn(trouble: Exclude<TlsTrouble, 'clock'>, node: Node): Judgement {
  return {
    ...TROUBLES[trouble](node),
    guide: 'agent-tls',
    proposals: [propose('fix-config'), propose('fix-image')],
  };
}
