import { z } from 'zod';

/** `http` in ironic-oncall.yml: our own listener, for health, numbers and alerts that tools send by themselves. */
export const HttpSchema = z.strictObject({
  /** An address of this machine; what is not loopback can be reached by others. */
  host: z.string().min(1).default('127.0.0.1'),
  port: z.number().int('is a port').min(0).max(65_535),
});
export type HttpConfig = z.infer<typeof HttpSchema>;
