import type { Hand } from './procedure.ts';

const SPEAKS_REDFISH = /redfish|idrac|ilo/i;

/** How a person asks a BMC whether the machine is on, in the protocol of the node's driver; IPMI where none is known. */
export function powerStatusByHand({ driver, bmc }: Pick<Hand, 'driver' | 'bmc'>): string {
  return SPEAKS_REDFISH.test(driver)
    ? `curl -sSk -u <user> https://${bmc}/redfish/v1/Systems/<system> | grep -o '"PowerState": *"[A-Za-z]*"'`
    : `ipmitool -I lanplus -H ${bmc} -U <user> -f <password-file> chassis power status`;
}

/** How a person restarts the BMC itself; the machine runs on. */
export function bmcResetByHand({ driver, bmc }: Pick<Hand, 'driver' | 'bmc'>): string {
  return SPEAKS_REDFISH.test(driver)
    ? `curl -sSk -u <user> -H 'Content-Type: application/json' -d '{"ResetType": "ForceRestart"}' https://${bmc}/redfish/v1/Managers/<manager>/Actions/Manager.Reset`
    : `ipmitool -I lanplus -H ${bmc} -U <user> -f <password-file> mc reset cold`;
}
