/** Longer than any path that the agent packs. */
const LONGEST = 200;
const HOSTILE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd\\]/;

/**
 * The label of an entry, or undefined when its name is hostile. Nothing is ever written under it; it is still shown
 * to people, and a name that leads out of its folder was not packed by the agent.
 */
export function entryLabel(name: string): string | undefined {
  if (name.length > LONGEST || HOSTILE.test(name)) return undefined;
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') ? undefined : parts.join('/');
}

/** Grows by time, so that its end matters: what journald, syslog or the kernel wrote. */
export function isRunningLog(label: string): boolean {
  return /(?:^|\/)(?:journal|dmesg|messages|syslog|kern\.log)$|\.log$/.test(label);
}
