import type { AlertIntake } from '../core/alert-story.ts';
import { alertmanagerGroup, readAlertmanagerWebhook } from '../core/alertmanager-webhook.ts';
import type { Route } from './route.ts';

/**
 * Alertmanager's webhook. It sends a notification again while the answer is 5xx and never after a 4xx
 * (prometheus/alertmanager notify/util.go, Retrier), so 200 is given only for what is kept.
 */
export function alertmanagerRoute(options: {
  readonly intake: Pick<AlertIntake, 'deliver'>;
  readonly token: string;
}): Route {
  const { intake, token } = options;
  return {
    method: 'POST',
    path: '/alerts/alertmanager',
    token,
    async answer({ json }) {
      const reading = readAlertmanagerWebhook(json);
      if (!reading) return { status: 400, body: 'This is no notification of Alertmanager (version 4).' };
      await intake.deliver(reading, alertmanagerGroup(json));
      return { status: 200, body: 'Taken.' };
    },
  };
}
