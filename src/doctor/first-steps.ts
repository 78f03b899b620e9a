/** For who has configured nothing yet: README's five steps, each with the variable or file that it ends in. */
export const FIRST_STEPS = `Nothing is configured yet. "npm start" then shows a local page with a simulated cloud. To connect it:

  1. Create the Slack app: https://api.slack.com/apps, "From a manifest", with the text of manifest.yml.
  2. Install it to the workspace and put the bot token (xoxb-) into SLACK_BOT_TOKEN.
  3. Make an app-level token with the scope connections:write and put it (xapp-) into SLACK_APP_TOKEN.
  4. Give it a cloud to read: a clouds.yaml as for openstacksdk and its name in OS_CLOUD; docs/openstack/reader.md has the commands.
  5. Invite the bot to a channel (/invite @ironic), copy what you need of ironic-oncall.example.yml to ironic-oncall.yml, and run this again.`;
