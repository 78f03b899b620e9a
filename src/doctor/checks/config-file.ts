import { type Check, fail, ok } from '../check.ts';

export default {
  id: 'config-file',
  title: 'ironic-oncall.yml',
  section: 'configuration',
  place: 1,
  async run({ review, env }) {
    const { file, mistakes } = review;
    const own = mistakes.filter(
      ({ service }) =>
        service === file || ['IRONIC_ONCALL_CONFIG', 'ironic-oncall.yml', 'acting.writers'].includes(service),
    );
    if (own.length > 0) return own.map(({ message, service }) => fail(message, mend(message, service)));
    if (file === undefined)
      return ok('there is none: defaults hold (ironic-oncall.example.yml has every key)');
    return ok(env['IRONIC_ONCALL_CONFIG'] ? `${file} (IRONIC_ONCALL_CONFIG)` : file);
  },
} satisfies Check;

/** The nearest right key as an edit. */
function mend(message: string, place: string): string {
  const [, slip, line, near] =
    /unknown key (\S+).*?\(line (\d+)\); did you mean (\S+)\?$/.exec(message) ?? [];
  if (slip && near) return `write ${near} instead of ${slip} in line ${line}`;
  if (place === 'IRONIC_ONCALL_CONFIG') return 'IRONIC_ONCALL_CONFIG=<path of a file that is there>';
  const [, wrong, meant] =
    /(?:names the cloud|has|names) ([^,\s]+), which.*did you mean (\S+)\?$/.exec(message) ?? [];
  if (wrong && meant) return `write ${meant} instead of ${wrong}`;
  const [, at] = /\(?line (\d+)/.exec(message) ?? [];
  return at === undefined
    ? 'compare with ironic-oncall.example.yml'
    : `correct line ${at}; ironic-oncall.example.yml has every key`;
}
