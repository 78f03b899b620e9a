/** Variables that the configuration reads, besides those of openstacksdk (`OS_*`); a test compares it with src/config*.ts. */
export const VARIABLES: readonly string[] = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_HTTP_HOST',
  'SLACK_HTTP_PORT',
  'SLACK_COMMAND',
  'SLACK_API_URL',
  'DATABASE_URL',
  'REDIS_URL',
  'LOG_LEVEL',
  'IRONIC_ONCALL_CONFIG',
  'IRONIC_ONCALL_PAGE_PORT',
];
