export type LogLevel = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';

/** One entry that a service wrote into its log. */
export interface LogRecord {
  /** Milliseconds. */
  at: number;
  /** `ironic-conductor`, `nova-scheduler`, `nova-compute`, `neutron-server`. */
  service: string;
  host: string;
  level: LogLevel;
  /** `ironic.conductor.task_manager`. */
  logger: string;
  /** What oslo.log puts in brackets. */
  context: string;
  text: string;
  /** Lines of a traceback, each of which oslo.log gives a head of its own. */
  traceback: readonly string[];
}
