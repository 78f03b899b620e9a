/** A microversion `major.minor`; only the minor counts, since every service here has one major. */
export interface VersionRange {
  readonly major: number;
  readonly minimum: number;
  readonly maximum: number;
}

export type Negotiated =
  | { readonly kind: 'agreed'; readonly minor: number }
  | { readonly kind: 'out-of-range'; readonly asked: string }
  | { readonly kind: 'malformed'; readonly asked: string };

/** What a version header such as `1.82`, `latest` or nothing at all comes to. Nothing means the minimum. */
export function negotiate(asked: string | undefined, range: VersionRange): Negotiated {
  if (asked === undefined || asked === '') return { kind: 'agreed', minor: range.minimum };
  if (asked.toLowerCase() === 'latest') return { kind: 'agreed', minor: range.maximum };
  const parts = /^(\d+)\.(\d+)$/.exec(asked);
  if (!parts) return { kind: 'malformed', asked };
  const minor = Number(parts[2]);
  const fits = Number(parts[1]) === range.major && minor >= range.minimum && minor <= range.maximum;
  return fits ? { kind: 'agreed', minor } : { kind: 'out-of-range', asked };
}

/** The version asked of `service` in the common header, e.g. `compute 2.93` in `OpenStack-API-Version`. */
export function askedOf(service: string, header: string | undefined): string | undefined {
  for (const part of (header ?? '').split(',')) {
    const [name, version] = part.trim().split(/\s+/);
    if (name === service) return version;
  }
  return undefined;
}

/** A version of the range as headers write it, e.g. `1.82`. */
export function text(range: VersionRange, minor: number): string {
  return `${range.major}.${minor}`;
}
