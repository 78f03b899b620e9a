/** What a node says of itself in `properties.capabilities`, as far as Nova can read it. */
export interface Capabilities {
  readonly values: Readonly<Record<string, string>>;
  /** Parts that Nova ignores because they are not `key:value`. */
  readonly malformed: readonly string[];
  /** A JSON object instead of `a:b,c:d`: people mean it well and Nova cannot read it. */
  readonly json: boolean;
}

/**
 * Nova reads `a:b,c:d` and takes `properties.cpu_arch` along (openstack/nova nova/virt/ironic/driver.py
 * _node_resource). An object, or JSON in a string, is opened here as well so that a comparison can still be shown.
 */
export function capabilitiesOf(
  properties: Readonly<Record<string, unknown>> | null | undefined,
): Capabilities {
  const given = properties?.['capabilities'];
  const arch = properties?.['cpu_arch'];
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  if (typeof arch === 'string') values['cpu_arch'] = arch;
  const object = asObject(given);
  if (object) {
    for (const [key, value] of Object.entries(object)) values[key] = String(value);
    return { values, malformed: [], json: true };
  }
  const malformed: string[] = [];
  for (const part of typeof given === 'string' ? given.split(',') : []) {
    const [key = '', value = '', ...more] = part.split(':');
    if (key && value && more.length === 0) values[key.trim()] = value.trim();
    else if (part.trim()) malformed.push(part.trim());
  }
  return { values, malformed, json: false };
}

function asObject(given: unknown): Record<string, unknown> | undefined {
  let value = given;
  if (typeof given === 'string' && given.trimStart().startsWith('{')) {
    try {
      value = JSON.parse(given);
    } catch {
      return undefined;
    }
  }
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/**
 * Whether a node's value satisfies what a flavor asks in `capabilities:KEY`, with Nova's operators (openstack/nova
 * nova/scheduler/filters/extra_specs_ops.py). Undefined for an operator that is not known here.
 */
export function satisfies(asked: string, has: string | undefined): boolean | undefined {
  if (has === undefined) return false;
  const [first = '', ...rest] = asked.trim().split(/\s+/);
  const operand = rest.join(' ');
  switch (first) {
    case 's==':
      return has === operand;
    case 's!=':
      return has !== operand;
    case 's<':
      return has < operand;
    case 's<=':
      return has <= operand;
    case 's>':
      return has > operand;
    case 's>=':
      return has >= operand;
    case '=':
    case '>=':
      return Number(has) >= Number(operand);
    case '==':
      return Number(has) === Number(operand);
    case '!=':
      return Number(has) !== Number(operand);
    case '<=':
      return Number(has) <= Number(operand);
    case '<in>':
      return has.includes(operand);
    case '<or>':
      return operand.split('<or>').some((one) => one.trim() === has);
  }
  return /^[<>=!]/.test(first) && rest.length > 0 ? undefined : has === asked;
}
