/** The part of a logger that engines use. Fields first, then a fixed sentence. */
export interface Log {
  info(fields: object, words: string): void;
  warn(fields: object, words: string): void;
  error(fields: object, words: string): void;
}

/** What a log may say of an error. */
export function errorFields(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: String(error) };
  const { code, service, status } = error as Error & { code?: unknown; service?: unknown; status?: unknown };
  return { error: error.name, message: error.message, code, service, status, stack: error.stack };
}
