import { type GuideSection, guideOf } from '../../core/guide.ts';
import { link, type Mrkdwn } from './escape.ts';

/** A section of the guide by its title. Addresses there are ours, and all of them https. */
export function guideLink(section: GuideSection): Mrkdwn {
  const { title, url } = guideOf(section);
  return link(url as `https://${string}`, title);
}
