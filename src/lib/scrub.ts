/**
 * Takes secrets out of what we are about to say, save or log. It knows the shapes in which OpenStack, BMC tools,
 * proxies and people write them; where it has to guess, it rather hides a harmless word than shows a secret.
 */

const MASK = '***';

/** Words of a key that make its value a secret: `ipmi_password`, `adminPass`, `snmp_community`, `X-Auth-Token`. */
const SECRET_WORDS = new Set([
  'pass',
  'password',
  'passwords',
  'passwd',
  'passphrase',
  'passcode',
  'pwd',
  'secret',
  'secrets',
  'token',
  'tokens',
  'credential',
  'credentials',
  'community',
  'configdrive',
  'userdata',
  'authorization',
  'cookie',
  'cookies',
  'pem',
]);
const SECRET_PAIRS =
  /(^|_)(user_data|config_drive_data|temp_url_(sig|expires|key)|private_key|ssh_key_contents)(_|$)/;
/** A last word `key` is one to open something with, unless it names a column, a label or the public half. */
const HARMLESS_KEYS = /(^|_)(public|sort|partition|primary|group|label|node)_keys?$/;
/** Placement's names are chosen by operators and never hold a secret: `CUSTOM_TOKEN_RING`. */
const VOCABULARY = /^(?:(?:resources|trait|required|forbidden)\d*:.*|CUSTOM_[A-Z0-9_]*)$/;

/** Whether a key's value is a secret by the key's name. */
export function isSecretKey(key: string): boolean {
  if (VOCABULARY.test(key)) return false;
  const plain = key
    .slice(-200)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');
  if (SECRET_PAIRS.test(plain)) return true;
  const words = plain.split('_').filter(Boolean);
  if (words.some((word) => SECRET_WORDS.has(word) || /(password|passwd|secret)$/.test(word))) return true;
  const last = words.at(-1);
  return words.length > 1 && (last === 'key' || last === 'keys') && !HARMLESS_KEYS.test(plain);
}

/**
 * JSON with every secret masked: by the name of its key, by the name beside it (`{ name, value }`, a JSON patch's
 * `path`) and inside texts. Null, booleans and what is masked already stay, since they tell that a secret is set or
 * not. Errors become objects, for logs. Scrubbing twice changes nothing more. The value itself is left as it is; a part of
 * it that has nothing to hide is not copied.
 */
export function scrub<T>(value: T): T {
  if (typeof value === 'string') return scrubText(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  return copy(value, undefined) as T;
}

/** The objects on the way down to a value, the nearest first: what comes by again is a circle. Few are deep. */
type Above = { readonly object: object; readonly above: Above } | undefined;

function isIn(object: object, above: Above): boolean {
  for (let one = above; one; one = one.above) if (one.object === object) return true;
  return false;
}

/** What a key tells of its value and of its neighbours. */
interface Key {
  readonly written: string;
  readonly secret: boolean;
  /** Its value names what stands beside it. */
  readonly names: boolean;
  /** What stands under it is what the name beside it names. */
  readonly named: boolean;
}

/** A fleet has each of its few keys ten thousand times; keys may be texts from outside, so that not all are kept. */
const MOST_KEYS = 5_000;
const LONGEST_KEY = 100;
const KEYS = new Map<string, Key>();

function keyOf(key: string): Key {
  const known = KEYS.get(key);
  if (known) return known;
  const fresh: Key = {
    written: scrubText(key),
    secret: isSecretKey(key),
    names: /^(name|key|header|path|option)$/i.test(key),
    named: /^(value|default)$/i.test(key),
  };
  if (key.length > LONGEST_KEY) return fresh;
  if (KEYS.size >= MOST_KEYS) KEYS.clear();
  KEYS.set(key, fresh);
  return fresh;
}

function copy(value: unknown, above: Above): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isIn(value, above)) return '[circular]';
  const here = { object: value, above };
  if (Array.isArray(value)) return copyList(value, here);
  if (value instanceof Error) return copyObject(errorAsObject(value), here);
  if ('toJSON' in value && typeof value.toJSON === 'function') return copy(value.toJSON(), here);
  return copyObject(value, here);
}

/** JSON would make `{}` of an error. */
function errorAsObject(error: Error): object {
  const { name, message, stack, cause } = error;
  return { ...error, name, message, stack, ...(cause === undefined ? {} : { cause }) };
}

function copyObject(value: object, above: Above): unknown {
  const fields = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(fields);
  let named: boolean | undefined;
  let out: Record<string, unknown> | undefined = isPlain(value) ? undefined : {};
  for (const [at, key] of keys.entries()) {
    const inner = fields[key];
    const { written, secret, named: valued } = keyOf(key);
    if (valued) named ??= isSecretKey(labelOf(fields, keys));
    const shown = secret || (valued && named) ? mask(inner) : copy(inner, above);
    if (!out && (shown !== inner || written !== key)) out = beginningOf(fields, keys, at);
    if (out) put(out, written, shown);
  }
  return out ?? value;
}

/** What is more than its fields is written as its fields. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The fields before the one at `end`, which had nothing to hide. */
function beginningOf(
  fields: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  end: number,
): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const key of keys.slice(0, end)) put(out, key, fields[key]);
  return out;
}

function put(out: Record<string, unknown>, key: string, value: unknown): void {
  // Assigned, it would be the copy's own prototype.
  if (key === '__proto__') Object.defineProperty(out, key, { value, ...PLAIN });
  else out[key] = value;
}

/** What the object says it is the value of; a JSON patch says it with a path. */
function labelOf(fields: Readonly<Record<string, unknown>>, keys: readonly string[]): string {
  const name = keys.find((key) => keyOf(key).names && typeof fields[key] === 'string');
  const label = name === undefined ? '' : (fields[name] as string);
  return label.split('/').at(-1) ?? '';
}

const PLAIN = { configurable: true, enumerable: true, writable: true } as const;

/** `['ipmitool', '-P', 'x']`: an argument after one that announces a secret. */
function copyList(list: readonly unknown[], above: Above): readonly unknown[] {
  let inKey = false;
  const shown = list.map((item, at) => {
    const before = list[at - 1];
    // A log is a list of lines, and a key stands on several of them.
    if (typeof item === 'string') {
      const hidden = inKey && isOfKey(item, list[at + 1]);
      inKey = KEY_BEGINS.test(item) || (hidden && !KEY_ENDS.test(item));
      if (hidden) return MASK;
    }
    const announced =
      typeof item === 'string' &&
      typeof before === 'string' &&
      (/^--?[\w-]+$/.test(before)
        ? isSecretKey(before) || (before === '-P' && list.includes('ipmitool'))
        : false);
    return announced ? mask(item) : copy(item, above);
  });
  return shown.some((item, at) => item !== list[at]) ? shown : list;
}

const KEY_BEGINS = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----(?![\s\S]*-----END )/;
const KEY_ENDS = /-----END [A-Z0-9 ]{0,60}-----/;

/** A line in the middle of a key or at its end, by itself or behind a log's head. */
function isOfKey(line: string, after: unknown): boolean {
  return (
    /^[\w+/=]*\s*$|(?<![\w+/=])[\w+/=]{32,}\s*$|^(?:Proc-Type|DEK-Info): /.test(line) ||
    KEY_ENDS.test(line) ||
    (typeof after === 'string' && KEY_ENDS.test(after))
  );
}

function mask(value: unknown): unknown {
  if (value === null || value === undefined || typeof value === 'boolean' || value === '') return value;
  return typeof value === 'string' && /^\*+$/.test(value) ? value : MASK;
}

// Every repetition is bounded or cannot overlap with its neighbours: error texts are hostile and may be long.
const PRIVATE_KEY =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,60}-----|$)/g;
const USER_INFO = /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#"'<>]+@/gi;
const SIGNED_QUERY =
  /([?&;](?:temp_url_sig|temp_url_expires|x-amz-(?:signature|credential|security-token)|signature|sig|awsaccesskeyid|key|auth|[\w-]{0,30}(?:token|password|secret))=)[^&\s"'<>#]+/gi;
const KNOWN_TOKEN = /\bgAAAA[\w-]{16,}={0,2}|\bx(?:ox[a-z]|app)-[\w-]{6,}/g;
/** Found by the run of characters that it ends, since every `-eyJ` in a long run would be another beginning. */
const JSON_WEB_TOKEN = /(?<![\w-])(?=[\w-]*\beyJ)[\w-]{11,}\.[\w-]{8,}\.[\w-]*/g;
const SCHEME =
  /\b([Bb]earer|BEARER|[Bb]asic|BASIC|[Dd]igest)(\s{1,4})(?=[^\s"']{0,400}?(?:\d|=|[a-z][A-Z]))[\w.~+/=-]{6,}/g;
/** With a scheme the rest of the line belongs to it, and it is all or nothing for cookies too. */
const AUTH_LINE =
  /\b((?:proxy-)?authorization\s{0,4}[:=]\s{0,4}(?=(?:basic|bearer|digest|negotiate|token|aws4-[\w-]{1,20})\s)|(?:set-)?cookie\s{0,4}:\s{0,4})[^\r\n]+/gi;
const AUTH_VALUE =
  /\b((?:proxy-)?authorization|(?:set-)?cookie)(\\*["']\s{0,4}[:=]\s{0,4}\\*["']|\s{0,4}[:=]\s{0,4})[^\r\n"'\\]+/gi;
const IPMITOOL = /(\bipmitool\b[^\n]{0,400}?['"\s]-P['",\s]{0,5})[^\s'",]+/g;
/** `--os-password x`, as shells and subprocess logs have it. */
const OPTION = /(--[\w-]{0,40}(?:password|passwd|passphrase|secret|token)\s{1,4})(?!-)[^\s'"]+/gi;
/** What cloud-init gets: packed, or the accounts with their passwords. */
const PACKED = /((?:config_?drive|user_?data)[\w-]{0,40}\s{0,4}[:=]\s{0,4})[\w+/=-]{16,}/gi;
const ACCOUNTS = /(\bchpasswd\b\\*['"]?\s{0,4}:\s{0,4})[^\r\n]+/gi;

const WORDS =
  'pass(?:word|wd|phrase|code)s?|pwd|secrets?|tokens?|community|(?:private|priv|auth|api|access|kg|encryption|signing|temp_url|tempurl)[-_]?key|[_-]pass|adminpass';
const QUOTE = `(?:[ub]?\\\\*["'])`;
/** The beginning of `password='...'`, `"secret": "..."`, `\"token\": \"...\"`. */
const QUOTED = new RegExp(
  `((?:${WORDS}|config_?drive|user_?data)[\\w-]{0,40}\\\\*["']?\\s{0,4}(?:[:=]|=>)\\s{0,4})[ub]?(\\\\*["'])`,
  'gi',
);
/** `password=...`, `community: ...`: to the next space or delimiter. */
const BARE = new RegExp(
  `((?:${WORDS})[\\w-]{0,40}\\\\*["']?\\s{0,4}[:=]\\s{0,4})(?!${QUOTE})[^\\s,;&"'(){}\\[\\]<>]+`,
  'gi',
);

/** Each pattern needs one of these, or is of an address; most texts are names, UUIDs and times, and have none. */
const SUSPICIOUS =
  /pass|pwd|secret|token|community|key|drive|user_?data|auth|cookie|sig|temp_url|x-amz|BEGIN|gAAAA|eyJ|xo|xapp|bearer|basic|digest|ipmitool/i;

/** One text with the secrets in it masked. */
export function scrubText(text: string): string {
  if (text.length < 6) return text;
  if (!SUSPICIOUS.test(text)) return text.includes('://') ? text.replace(USER_INFO, `$1${MASK}@`) : text;
  const plain = text
    .replace(PRIVATE_KEY, MASK)
    .replace(USER_INFO, `$1${MASK}@`)
    .replace(SIGNED_QUERY, `$1${MASK}`)
    .replace(KNOWN_TOKEN, MASK)
    .replace(JSON_WEB_TOKEN, (run) => `${run.slice(0, run.search(/\beyJ/))}${MASK}`)
    .replace(AUTH_LINE, `$1${MASK}`)
    .replace(AUTH_VALUE, `$1$2${MASK}`)
    .replace(SCHEME, `$1$2${MASK}`)
    .replace(IPMITOOL, `$1${MASK}`)
    .replace(OPTION, `$1${MASK}`)
    .replace(PACKED, `$1${MASK}`)
    .replace(ACCOUNTS, `$1${MASK}`);
  return maskQuoted(plain).replace(BARE, (whole, before: string) =>
    /^(\*+|none|null|true|false)$/i.test(whole.slice(before.length)) ? whole : `${before}${MASK}`,
  );
}

/** To the same quote again, or to the end. A pattern would keep a way back for each character, and run out of room. */
function maskQuoted(text: string): string {
  let masked = '';
  let done = 0;
  const beginnings = new RegExp(QUOTED);
  for (let match = beginnings.exec(text); match; match = beginnings.exec(text)) {
    const [whole, before = '', quote = ''] = match;
    const begin = match.index + whole.length;
    const end = endOfQuoted(text, begin, quote);
    beginnings.lastIndex = end;
    const inner = text.slice(begin, end);
    if (/^\**$/.test(inner) || /^(none|null|true|false)$/i.test(inner)) continue;
    masked += `${text.slice(done, match.index)}${before}${quote}${MASK}`;
    done = end;
  }
  return masked + text.slice(done);
}

function endOfQuoted(text: string, begin: number, quote: string): number {
  let at = begin;
  while (at < text.length) {
    const escaped = text[at] === '\\';
    // A quote inside what is escaped twice.
    if (escaped && /^\\{3}["']/.test(text.slice(at, at + 4))) at += 4;
    else if (text.startsWith(quote, at)) return at;
    else if (escaped && at + 1 === text.length) return at;
    else at += escaped ? 2 : 1;
  }
  return at;
}
