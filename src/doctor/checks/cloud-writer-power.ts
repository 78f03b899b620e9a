import { ServiceError } from '../../core/errors.ts';
import { type Check, fail, ok, skipped, type Told, warn } from '../check.ts';
import type { CloudSight, CredentialSight } from '../cloud-sight.ts';

/** What the writer may do is known for certain only when it is done; its roles and what it is shown tell most of it. */
export default {
  id: 'cloud-writer-power',
  title: 'What it may do',
  section: 'cloud',
  place: 8,
  async run(cloud): Promise<Told> {
    const writer = writerOf(cloud);
    if (!writer) return skipped('there is no writer that could be used');
    if (!(await writer.isIn())) return skipped('the writer is not logged in');
    const holder = await writer.login();
    if (!holder) return skipped('without Keystone there are no roles');
    const { roles, scope } = holder;
    if (roles.includes('admin'))
      return warn(
        `too much: the role admin in ${scope} scope also rules users, projects, images and everybody's servers`,
        'docs/openstack/writer.md has a role of its own for it, and which remedies want an administrator all the same',
      );
    if (roles.every((role) => role === 'reader'))
      return fail(
        `nothing: it has ${roles.length > 0 ? 'only the role reader' : 'no role'}, and every remedy would be refused`,
        `openstack role add --system all --user ${holder.user ?? 'the writer'} member   (docs/openstack/writer.md)`,
      );
    const nova = await askNova(writer);
    if (nova === 'sick')
      return skipped('Nova does not answer, so that nobody knows what it would let the writer do');
    if (nova === 'absent') return ok(`${roles.join(', ')}: remedies in Ironic, without the role admin`);
    if (nova === 'refused')
      return warn(
        `remedies in Ironic; Nova does not show it its services and will refuse the others (${roles.join(', ')})`,
        "nothing, if Ironic's are enough; docs/openstack/writer.md says what the others want",
      );
    return ok(`${roles.join(', ')}: remedies in Ironic and Nova, without the role admin`);
  },
} satisfies Check;

function writerOf(cloud: CloudSight): CredentialSight | undefined {
  try {
    return cloud.writer();
  } catch (error) {
    if (error instanceof ServiceError) return undefined;
    throw error;
  }
}

async function askNova({ look }: CredentialSight): Promise<'shown' | 'refused' | 'absent' | 'sick'> {
  try {
    const { status } = await look.get('nova', '/os-services?binary=nova-compute&host=-');
    if (status === 401 || status === 403) return 'refused';
    return status < 300 ? 'shown' : 'sick';
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return error.code === 'not-deployed' || error.code === 'not-in-catalog' ? 'absent' : 'sick';
  }
}
