import type { ModalView } from '@slack/types';
import type { ActRefusal } from '../../core/acting.ts';
import { renderToldModal } from './act-modal.ts';
import { deniedLines } from './denied.ts';
import { md } from './escape.ts';

/** A refusal, for whoever has a modal open or nothing else that could be answered. */
export function deniedModal(refusal: ActRefusal): ModalView {
  return renderToldModal('Not done', deniedLines(refusal));
}

export function askedModal(): ModalView {
  return renderToldModal('Done', [
    md`It is recorded. How far it is stands below the message you came from, and in my Home tab.`,
  ]);
}

/** Nobody knows whether it was recorded: what is, is shown by the list. */
export function failedModal(): ModalView {
  return renderToldModal('I could not answer', [
    md`Something broke on my side. Whether it was asked for tells the list of approvals in my Home tab; only what stands there will be carried out.`,
  ]);
}

/** The look behind a click failed; nothing has been asked for. */
export function unreadModal(): ModalView {
  return renderToldModal('I could not look', [
    md`Something broke on my side while I read how it is now. Nothing was asked for. Click once more in a minute.`,
  ]);
}
