/** `[conductor]permitted_image_formats` of openstack/ironic ironic/conf/conductor.py, by default. */
export const PERMITTED_FORMATS: readonly string[] = ['raw', 'gpt', 'qcow2', 'iso'];

/** What the format inspection said of an image; the rest it leaves open. */
export interface InspectedImage {
  /** What the file really is. */
  readonly actual?: string;
  /** What Ironic had been told. */
  readonly expected?: string;
  /** Its content is of no known format or fails the safety check. */
  readonly unsafe?: true;
}

/**
 * Wordings of the conductor (openstack/ironic ironic/common/images.py, check_if_image_format_is_permitted and
 * safety_check_image) and of the agent (openstack/ironic-python-agent ironic_python_agent/disk_utils.py).
 */
const SAYINGS: readonly RegExp[] = [
  /has a format \((?<actual>[\w-]{1,20})\) which does not match the expected image format \((?<expected>[\w-]{1,20})\)/i,
  /Expected format was (?<expected>[\w-]{1,20}), but image was actually (?<actual>[\w-]{1,20})/i,
  /is of format image (?<actual>[\w-]{1,20}) and is not in the \[conductor\]permitted_image_formats list/i,
  /Detected image format was (?<actual>[\w-]{1,20})/i,
];
const UNSAFE =
  /image for (?:the )?deployment.{0,200}(?:does not match any known format|image format checker|fails safety sanity checking)/is;

/** Reads one text; undefined when it tells nothing of the image's content. */
export function inspectedIn(text: string): InspectedImage | undefined {
  for (const saying of SAYINGS) {
    const groups = saying.exec(text)?.groups;
    if (groups) {
      const { actual, expected } = groups;
      return {
        ...(actual ? { actual: actual.toLowerCase() } : {}),
        ...(expected ? { expected: expected.toLowerCase() } : {}),
      };
    }
  }
  return UNSAFE.test(text) ? { unsafe: true } : undefined;
}

/** `gpt` is a raw file with a partition table (openstack/ironic ironic/common/images.py, RAW_IMAGE_FORMATS). */
export function sameFormat(one: string, other: string): boolean {
  const plain = (format: string) => (format === 'gpt' ? 'raw' : format);
  return plain(one) === plain(other);
}

/** Whether Ironic takes a format without anybody having changed its options. */
export function permittedByDefault(format: string): boolean {
  return PERMITTED_FORMATS.some((one) => sameFormat(one, format));
}
