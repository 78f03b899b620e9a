/** A playbook as a user writes it, `our-site.ts`: it finds a word in a pasted text. */
export const OUR_SITE = `
import { type Check, definePlaybook, type FindingDraft } from 'ironic-oncall/playbook';

const well: Check = {
  id: 'well',
  asks: 'Does the text say that our site is down?',
  async run(facts): Promise<FindingDraft | undefined> {
    const observed = await facts.message();
    if (!observed.includes('OUR-SITE')) return undefined;
    return {
      code: 'our-site', cause: 'node-locked', summary: 'Our site says so.', severity: 'info', guide: 'states',
      evidence: [{ bearing: 'proves', source: 'message', observed }],
    };
  },
};

export default definePlaybook({
  id: 'our-site', title: 'Our site', guide: 'states', about: ['message'], checks: [well],
});
`;
