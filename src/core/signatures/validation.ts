import type { ErrorSignature } from '../error-signature.ts';

/** What a deploy brings along; Ironic lists it by these names (ironic/drivers/modules/deploy_utils.py check_for_missing_params). */
const IMAGE_PARAMETER =
  /(?:u?['"](?:instance_info[./])?(?:image_source|image_checksum|image_os_hash_algo|image_os_hash_value|kernel|ramdisk)['"](?:, ?)?)/
    .source;
const ONLY_IMAGE = `Missing are: \\[${IMAGE_PARAMETER}{1,8}\\]`;
/** The image check alone says this, so it is known also where a table was cut before the list. */
const NO_IMAGE = `${ONLY_IMAGE}|parameters are missing from its instance_info(?!.{0,200}Missing are: )`;

/** `baremetal node validate`, as a table, as the client's JSON and as the API's body. */
const VALIDATION =
  /\bInterface\b[ |]{1,20}Result\b[ |]{1,20}Reason\b|\b(?:boot|deploy)[ |]{1,20}(?:True|False)\b|\bresult["']?: ?(?:true|false)\b/i;

/** What validation finds missing. A node without an image is what it looks like before every deploy. */
export const VALIDATING: readonly ErrorSignature[] = [
  {
    id: 'missing-parameters',
    pattern: new RegExp(`\\b(?!${ONLY_IMAGE})Missing are: (?<missing>\\[[^\\]]{0,300})`, 'i'),
    depth: 'inner',
    yields: true,
    cause: 'request-invalid',
    phase: 'api',
    bearing: 'supports',
    says: 'the node lacks parameters that the operation needs; they are named',
    next: 'Set them in driver_info or instance_info; image_source alone is normal before Nova fills it in.',
  },
  {
    id: 'missing-parameters-short',
    pattern: /(?:some|more) parameters (?:were|are) missing/i,
    depth: 'inner',
    yields: true,
    cause: 'request-invalid',
    phase: 'api',
    bearing: 'supports',
    says: 'the node lacks parameters that the operation needs',
    unless: new RegExp(`Missing are: \\[|${NO_IMAGE}`, 'i'),
  },
  {
    id: 'missing-image',
    pattern: new RegExp(NO_IMAGE, 'i'),
    depth: 'inner',
    yields: true,
    cause: 'request-invalid',
    phase: 'api',
    bearing: 'supports',
    says: 'the node was given no image to deploy',
    next: 'Set image_source in instance_info, with a checksum where it is a URL; Nova does so by itself.',
    unless: VALIDATION,
  },
  {
    id: 'validate-without-image',
    pattern: new RegExp(NO_IMAGE, 'i'),
    // Says nothing about a trouble, so that whatever else the table has goes before it.
    depth: 'wrapper',
    cause: 'insufficient-evidence',
    phase: 'api',
    bearing: 'supports',
    says: 'the node has no image yet, which is normal in a validation before a deploy',
    next: 'Look at the other rows: power, management, network and storage have to be True.',
    within: VALIDATION,
  },
  {
    id: 'extension-unsupported',
    pattern: /Driver (?<driver>[\w.-]{1,120}) does not support (?<extension>[\w .-]{1,80}) \(disabled/i,
    depth: 'inner',
    yields: true,
    cause: 'insufficient-evidence',
    phase: 'api',
    bearing: 'supports',
    says: 'the driver does not do this; in "node validate" that is normal for optional interfaces',
    also: ['request-invalid', 'interface-not-enabled', 'healthy'],
    // Another row of the same table says more.
    unless: new RegExp(`Missing are: \\[|${NO_IMAGE}`, 'i'),
  },
];
