import type { ErrorSignature } from '../error-signature.ts';

const REFUSED =
  /CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerificationError|certificate verify failed|certificate is not yet valid|certificate has expired|self[- ]signed certificate|WRONG_VERSION_NUMBER|TLSV1_ALERT|SSLV3_ALERT|UNSUPPORTED_PROTOCOL|SSLFailure|\[SSL: \w|EOF occurred in violation of protocol/i;

const AGENT =
  /port=9999|:9999\b|\/v1\/commands|agent_client|agent running on node|AgentConnectionFailed|\/v1\/heartbeat|\/v1\/lookup|\/v1\/continue_inspection|with url: \/v1\/continue\b|heartbeating to agent API/i;

/** "Redfish" alone may be the name of a driver; these are said only where the BMC itself was spoken to. */
const BMC =
  /\/redfish\/v1|\/rest\/v1\/Oem\/|scciclient|Redfish connection failed|Redfish exception|sushy|\b(?:idrac|ilo|irmc|bmc)\b[\w. :-]{0,60}(?:SSL|TLS|certificate)/i;

const IMAGE =
  /download|\bimage|\bHEAD\b|checksum|\.qcow2|\.raw\b|\.iso\b|glance|\.kernel|initramfs|vmlinuz|deploy_kernel|deploy_ramdisk/i;

const AGENT_OR_BMC = new RegExp(`${AGENT.source}|${BMC.source}`, 'i');

const SKEW = /not yet valid|has expired/i;

/** Certificates: the same words come from three different connections, and the company decides whose it was. */
export const TLS: readonly ErrorSignature[] = [
  {
    id: 'agent-tls-clock',
    pattern: SKEW,
    depth: 'inner',
    cause: 'agent-tls',
    bearing: 'proves',
    says: "the agent's certificate is outside its time: the clocks of ramdisk and conductor differ",
    next: 'Compare the clocks of node, BMC and conductor; set the firmware clock to UTC.',
    within: AGENT,
    unless: BMC,
    guide: 'clock-skew',
  },
  {
    id: 'agent-tls',
    pattern: REFUSED,
    depth: 'inner',
    cause: 'agent-tls',
    bearing: 'proves',
    says: "conductor and agent do not accept each other's TLS certificate",
    next: 'Compare the clocks, and the certificate that the conductor stored for the node.',
    within: AGENT,
    unless: BMC,
  },
  {
    id: 'bmc-tls',
    pattern: REFUSED,
    depth: 'inner',
    cause: 'redfish-bmc-tls',
    bearing: 'proves',
    says: "the BMC's certificate is not accepted by the conductor",
    next: 'Give the conductor the CA in redfish_verify_ca, or renew the certificate of the BMC.',
    within: BMC,
  },
  {
    id: 'image-server-tls',
    pattern: REFUSED,
    depth: 'inner',
    cause: 'image-download-checksum',
    bearing: 'supports',
    says: "the image server's certificate is not accepted",
    next: 'Give the ramdisk or the conductor the CA of the image server; check its clock.',
    within: IMAGE,
    unless: AGENT_OR_BMC,
  },
  {
    id: 'unknown-tls',
    pattern: REFUSED,
    depth: 'inner',
    yields: true,
    cause: 'insufficient-evidence',
    bearing: 'supports',
    says: 'a TLS certificate was refused; the text does not say whose',
    also: ['agent-tls', 'redfish-bmc-tls', 'image-download-checksum'],
    next: 'Find the address: port 9999 is the agent, /redfish/v1 the BMC, else an image server or a service.',
    unless: new RegExp(`${AGENT_OR_BMC.source}|${IMAGE.source}`, 'i'),
  },
  {
    id: 'tls-required',
    pattern: /TLS is required by|Rejecting callback_url\b/i,
    depth: 'inner',
    cause: 'agent-tls',
    bearing: 'proves',
    says: 'the agent offers plain HTTP, and Ironic is set to insist on TLS',
    next: 'Use a ramdisk with automatic TLS, or look at [agent]require_tls.',
  },
  {
    id: 'agent-certificate-changed',
    pattern:
      /Detected change in ramdisk provided "?agent_verify_ca|Content mismatch for agent_verify_ca|Could not (?:save|read) the (?:existing )?TLS certificate for node/i,
    depth: 'inner',
    cause: 'agent-tls',
    bearing: 'proves',
    says: "the agent's TLS certificate changed or could not be stored: it restarted, or a second machine claims to be the node",
  },
];
