import type { ErrorSignature } from '../error-signature.ts';

/** How a text shows that it is about a BMC's web service. */
export const BMC_CONTEXT = /\/redfish\/v1|redfish|sushy|\bidrac\b|\bilo\b|\bwsman\b|\bdrac\b/i;

/** Redfish: ironic/common/exception.py, ironic/drivers/modules/redfish, and sushy's own exceptions. */
export const REDFISH: readonly ErrorSignature[] = [
  {
    id: 'redfish-exception',
    pattern: /Redfish exception occurred/i,
    depth: 'inner',
    yields: true,
    cause: 'redfish-bmc-error',
    bearing: 'supports',
    says: 'the BMC answered Redfish with an error',
  },
  {
    id: 'redfish-connection-failed',
    pattern:
      /Redfish connection failed for node (?<node>[\w.-]{1,255}?)(?=:|,|\.? |$)|Failed to connect to Redfish at/i,
    depth: 'inner',
    yields: true,
    cause: 'redfish-bmc-error',
    bearing: 'supports',
    says: 'no Redfish connection to the BMC',
    also: ['redfish-bmc-tls', 'bmc-credentials'],
    next: "Open the BMC's /redfish/v1/ from the conductor.",
  },
  {
    id: 'sushy-unable-to-connect',
    pattern: /Unable to connect to (?<url>https?:\/\/[^ ]{1,300}?)\.? Error:/i,
    depth: 'inner',
    yields: true,
    cause: 'redfish-bmc-error',
    bearing: 'supports',
    says: "the BMC's web service could not be reached",
    within: BMC_CONTEXT,
  },
  {
    id: 'redfish-refused',
    pattern:
      /ECONNREFUSED|ETIMEDOUT|Connection refused|EHOSTUNREACH|No route to host|Network is unreachable|ConnectTimeout|timed? ?out|RemoteDisconnected|Connection aborted|Connection reset by peer|Name or service not known/i,
    depth: 'inner',
    yields: true,
    cause: 'redfish-bmc-error',
    bearing: 'proves',
    says: "nothing answers at the BMC's Redfish address",
    next: "Check the BMC's address, port and network from the conductor; reset the BMC if it hangs.",
    within:
      /Redfish connection failed|Unable to connect to https?:\/\/[^ ]{1,200}\/redfish|HTTP \w{3,7} https?:\/\/[^ ]{1,200}\/redfish/i,
    unless: /CERTIFICATE_VERIFY_FAILED|SSLError|Virtual media mount failed/i,
  },
  {
    id: 'redfish-unauthorized',
    pattern:
      /HTTP \w{3,7} (?<url>https?:\/\/[^ ]{0,300}) returned code 40[13]\b|HTTP response for \w{3,7} request to [^ ]{1,300} returned status code 40[13]/i,
    depth: 'inner',
    cause: 'bmc-credentials',
    bearing: 'proves',
    says: 'the BMC refuses the Redfish user or password',
    next: 'Compare redfish_username and redfish_password with the BMC; many nodes at once means a rotation.',
    unless: /SessionLimitExceeded|InsertMedia.{0,300}returned code 403|password.{0,40}(?:expired|change)/i,
  },
  {
    id: 'redfish-password-expired',
    pattern: /PasswordChangeRequired|password (?:has )?(?:expired|must be changed)/i,
    depth: 'inner',
    cause: 'bmc-credentials',
    bearing: 'proves',
    says: "the BMC wants the user's password changed first",
    within: /redfish|bmc|idrac|ilo\b|Base\.1/i,
  },
  {
    id: 'redfish-access-error',
    pattern:
      /we received an authentication access error from address|sushy\.exceptions\.AccessError|\bAccessError\b/i,
    depth: 'inner',
    cause: 'bmc-credentials',
    bearing: 'proves',
    says: 'the BMC refuses the Redfish user or password',
    next: 'Compare redfish_username and redfish_password with the BMC.',
  },
  {
    id: 'bmc-auth-texts',
    pattern:
      /Base\.1\.\d{1,2}(?:\.\d)?\.(?:NoValidSession|AccessDenied|InsufficientPrivilege|ResourceAtUriUnauthorized|AccountLocked)|Invalid (?:login )?credentials|Authentication failed|\bUnauthori[sz]ed\b|Invalid user name or password|Login failed|iLO returned \w{0,20} ?Unauthori[sz]ed/i,
    depth: 'inner',
    cause: 'bmc-credentials',
    bearing: 'supports',
    says: 'the BMC refuses user, password or rights of the account',
    within: BMC_CONTEXT,
    unless: /configdrive|config drive|keystone|swift|glance|InsertMedia|SimpleUpdate/i,
  },
  {
    id: 'redfish-session-limit',
    pattern:
      /SessionLimitExceeded|session limit (?:has been )?(?:reached|exceeded)|maximum number of (?:user )?sessions/i,
    depth: 'inner',
    cause: 'redfish-bmc-error',
    bearing: 'proves',
    says: 'the BMC has no Redfish session left',
    next: 'Close sessions on the BMC or reset it.',
    within: /redfish|bmc|Base\.1|idrac|ilo\b/i,
  },
  {
    id: 'redfish-http-error',
    pattern: /HTTP (?<method>\w{3,7}) (?<url>https?:\/\/[^ ]{1,300}) returned code (?<code>[45]\d\d)/i,
    depth: 'inner',
    yields: true,
    cause: 'redfish-bmc-error',
    bearing: 'supports',
    says: 'the BMC answered a Redfish request with an HTTP error',
    next: 'Read the extended information behind the code; compare the BMC firmware with a node that works.',
    unless:
      /VirtualMedia|InsertMedia|EjectMedia|SimpleUpdate|\/Bios\/|\/Storage\/[^ ]{1,80}\/Volumes|SecureBoot/i,
  },
  {
    id: 'redfish-http-error-virtual-media',
    pattern:
      /HTTP \w{3,7} https?:\/\/[^ ]{1,300}(?:VirtualMedia|InsertMedia|EjectMedia)[^ ]{0,200} returned code/i,
    depth: 'inner',
    yields: true,
    cause: 'virtual-media',
    bearing: 'supports',
    says: 'the BMC refused to insert or eject virtual media',
    next: 'Check that the BMC itself can reach the image URL and takes its protocol and certificate.',
  },
  {
    id: 'redfish-http-error-bios-raid',
    pattern:
      /HTTP \w{3,7} https?:\/\/[^ ]{1,300}(?:SimpleUpdate|\/Bios\/|\/Storage\/[^ ]{1,80}\/Volumes|SecureBoot)[^ ]{0,200} returned code/i,
    depth: 'inner',
    yields: true,
    cause: 'raid-bios-firmware',
    bearing: 'supports',
    says: 'the BMC refused a BIOS, RAID, secure boot or firmware request',
  },
  {
    id: 'redfish-resource-missing',
    pattern:
      /Resource (?<url>\/?redfish\/[^ ]{1,300}|https?:\/\/[^ ]{1,300}) not found|The attribute (?<attribute>[\w/@.#]{1,120}) is missing from the resource|\bMissingAttributeError\b/i,
    depth: 'inner',
    yields: true,
    cause: 'redfish-bmc-error',
    bearing: 'proves',
    says: 'the BMC has not the resource that Ironic asks for: wrong redfish_system_id or partial Redfish',
    next: "Compare redfish_system_id with the members of the BMC's /redfish/v1/Systems.",
    within: /redfish|sushy|resource/i,
  },
  {
    id: 'redfish-missing-properties',
    pattern:
      /Missing the following Redfish properties in node|Invalid value "[^"]{0,200}" set in driver_info\/redfish_/i,
    depth: 'inner',
    cause: 'request-invalid',
    bearing: 'proves',
    says: 'driver_info lacks Redfish settings, or one of them is malformed',
  },
];
