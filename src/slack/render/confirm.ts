import type { Button, ConfirmationDialog } from '@slack/types';
import { type Mrkdwn, md, plain } from './escape.ts';
import { LIMITS } from './limits.ts';

const REST = md`The rest stands in the thread.`;

/** Slack's own question behind a button. What has no room is left out whole, and that is said. */
export function confirm(
  title: string,
  lines: readonly Mrkdwn[],
  yes: string,
  style?: 'danger',
): ConfirmationDialog {
  return {
    title: { type: 'plain_text', text: plain(title, LIMITS.confirmTitle), emoji: false },
    text: { type: 'mrkdwn', text: fitting(lines.filter(Boolean)), verbatim: true },
    confirm: { type: 'plain_text', text: plain(yes, LIMITS.confirmButton), emoji: false },
    deny: { type: 'plain_text', text: 'Not now', emoji: false },
    ...(style ? { style } : {}),
  };
}

function fitting(lines: readonly Mrkdwn[]): Mrkdwn {
  const whole = lines.reduce((all, line) => (all ? md`${all}\n${line}` : line), md``);
  if (whole && whole.length <= LIMITS.confirmText) return whole;
  const kept = lines.reduce((all, line) => {
    const next = all ? md`${all}\n${line}` : line;
    return next.length + REST.length + 1 <= LIMITS.confirmText ? next : all;
  }, md``);
  return kept ? md`${kept}\n${REST}` : REST;
}

/** A button with its label cut to Slack's width. */
export function actButton(
  action_id: string,
  label: string,
  value: string,
  more: Partial<Pick<Button, 'style' | 'confirm'>> = {},
): Button {
  const text = { type: 'plain_text' as const, text: plain(label, LIMITS.buttonText), emoji: false };
  return { type: 'button', action_id, text, value, ...more };
}
