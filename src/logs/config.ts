import { z } from 'zod';

/** Names of the clouds that it belongs to; all when absent. */
const clouds = z.array(z.string()).min(1).exactOptional();
/** The name of an environment variable, never the secret itself. */
const variable = z.string().regex(/^[A-Za-z_]\w*$/, 'is the name of an environment variable');
const httpUrl = z.url({ protocol: /^https?$/ });

/** Of the times in the lines; oslo.log writes the host's local time. */
const utcOffset = z
  .string()
  .regex(/^[+-](?:0\d|1[0-4]):[0-5]\d$/, 'is an offset such as "+02:00"')
  .default('+00:00');

/** How we log in to Loki or OpenSearch; secrets are named, not written here. */
const access = {
  user: z.string().exactOptional(),
  /** Environment variable that holds the password of `user`. */
  password_env: variable.exactOptional(),
  /** Environment variable that holds a bearer token. */
  token_env: variable.exactOptional(),
  /** Path of a CA bundle, for a certificate that the system does not trust. */
  cacert: z.string().exactOptional(),
  clouds,
};

const FilesSchema = z.strictObject({
  /**
   * Paths with `*`, `?` and `**`. `{host}` and `{service}` stand for a part of the path and say what it is:
   * `/var/log/hosts/{host}/{service}.log*`. Rotated and gzipped files are read like any other.
   */
  files: z.array(z.string()).min(1),
  /** Whose lines these are, where the path does not say; this machine's name when absent. */
  host: z.string().exactOptional(),
  /** `ironic-conductor` and the like; the file's name when absent. */
  service: z.string().exactOptional(),
  utc_offset: utcOffset,
  clouds,
});

const LokiSchema = z.strictObject({
  /** Base address, without `/loki/api/v1`. */
  loki: httpUrl,
  /** Stream selector, e.g. `{job=~"ironic-.*|nova-.*"}`. */
  query: z.string().regex(/^\s*\{.*\}\s*$/s, 'is a stream selector in braces'),
  /** Labels that hold the host and the service. */
  labels: z
    .strictObject({ host: z.string().default('host'), service: z.string().default('service_name') })
    .prefault({}),
  /** `X-Scope-OrgID`. */
  tenant: z.string().exactOptional(),
  utc_offset: utcOffset,
  ...access,
});

const OpenSearchSchema = z.strictObject({
  /** Base address of OpenSearch or Elasticsearch. */
  opensearch: httpUrl,
  index: z.string().default('*'),
  /** Names of the fields; Fluentd of Kolla-Ansible writes `Payload`, `Hostname`, `programname`. */
  fields: z
    .strictObject({
      time: z.string().default('@timestamp'),
      message: z.string().default('message'),
      host: z.string().default('host.name'),
      service: z.string().default('service.name'),
    })
    .prefault({}),
  /** Environment variable that holds an API key of Elasticsearch, as its `encoded` form. */
  api_key_env: variable.exactOptional(),
  utc_offset: utcOffset,
  ...access,
});

/** `logs` in ironic-oncall.yml. */
export const LogsSchema = z.strictObject({
  /** Seconds that looking through all sources may take, for one question. */
  seconds: z.number().min(1).max(60).default(5),
  /** Megabytes that may be read from files, for one question; the newest are read. */
  megabytes: z.number().min(1).max(100_000).default(512),
  sources: z.array(z.union([FilesSchema, LokiSchema, OpenSearchSchema])).min(1),
});

const DirectorySchema = z.strictObject({
  /** `[agent]deploy_logs_local_path` of a conductor, as this machine sees it. */
  directory: z.string(),
  /** The conductor; this machine when absent. */
  host: z.string().exactOptional(),
  clouds,
});
const ContainerSchema = z.strictObject({
  /** `[agent]deploy_logs_swift_container`. */
  swift: z.string(),
  clouds,
});

/** `ramdisk_logs` in ironic-oncall.yml: where conductors put what the deploy ramdisk leaves behind. */
export const RamdiskLogsSchema = z.array(z.union([DirectorySchema, ContainerSchema])).min(1);

export type FilesConfig = z.infer<typeof FilesSchema>;
export type LokiConfig = z.infer<typeof LokiSchema>;
export type OpenSearchConfig = z.infer<typeof OpenSearchSchema>;
export type LogsConfig = z.infer<typeof LogsSchema>;
export type RamdiskLogsConfig = z.infer<typeof RamdiskLogsSchema>;
