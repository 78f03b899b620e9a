import type { RamdiskLog } from './facts.ts';
import { type LogRecord, logRecords } from './log-records.ts';

/** One line of the journal that did not come from the agent. */
export interface JournalLine {
  readonly part: string;
  /** As it stands in the log, for the evidence. */
  readonly line: string;
  /** Without the journal's head. */
  readonly text: string;
  /** `kernel`, `dhclient`, `chronyd`; empty where the line does not say. */
  readonly unit: string;
}

/** What the agent logged as one entry, with its traceback. */
export interface AgentRecord extends LogRecord {
  readonly part: string;
}

export interface Journal {
  readonly agent: readonly AgentRecord[];
  readonly others: readonly JournalLine[];
}

/** `Nov 22 18:40:22 host unit[812]: `; journald's other formats begin with an ISO time. */
const HEAD =
  /^(?:[A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2}|\d{4}-\d{2}-\d{2}T\S{8,32}) \S{1,255} ([\w.@/-]{1,80})(?:\[\d{1,9}\])?: ?/;
const DMESG = /^\[ {0,8}\d{1,9}\.\d{3,9}\] /;
const AGENT = /^(?:ironic-python-agent|ipa|python\d?(?:\.\d+)?|openstack-ironic-python-agent)(?:\.service)?$/;
/** Where a ramdisk without journald keeps the same (openstack/ironic-python-agent ironic_python_agent/utils.py). */
const JOURNAL = /(?:^|\/)(?:journal|messages|syslog|kern\.log|dmesg)$/;
const AGENT_FILE = /(?:^|\/)(?:ironic-python-agent|ironic_python_agent|ipa)[\w.-]*\.log$/;

/** The running logs of a ramdisk, with the agent's own entries put together again: journald heads each line of them. */
export function journalOf(log: RamdiskLog): Journal {
  const agent: AgentRecord[] = [];
  const others: JournalLine[] = [];
  for (const { name: part, lines } of log.parts) {
    const own: string[] = [];
    if (AGENT_FILE.test(part)) own.push(...lines);
    else if (JOURNAL.test(part)) {
      for (const line of lines) {
        const unit = HEAD.exec(line)?.[1] ?? (DMESG.test(line) ? 'kernel' : '');
        const text = line.replace(HEAD, '').replace(DMESG, '');
        if (AGENT.test(unit) || (unit === '' && /\bironic_python_agent\b/.test(text))) own.push(text);
        else others.push({ part, line, text, unit });
      }
    }
    const records = logRecords([{ source: part, host: '', lines: own }]);
    agent.push(...records.map((record) => ({ ...record, part })));
  }
  return { agent, others };
}
