import { checkView, type ViewInput } from '../blocks/view.ts';
import { slackFileFaults } from '../slack-files.ts';
import type { View } from '../types.ts';
import { createView } from '../views.ts';
import type { Args } from './args.ts';
import type { ApiContext, Methods } from './method.ts';
import { refuseWith, SlackRefusal } from './refusal.ts';

const MAX_BYTES = 250_000;

function viewArg(args: Args, { workspace }: ApiContext, type: 'modal' | 'home'): ViewInput {
  args.need('view');
  const checked = checkView(args.object('view'));
  if (!checked.ok) throw refuseWith('invalid_arguments', checked.faults);
  if (checked.view.type !== type) {
    throw refuseWith('invalid_arguments', [`must be one of: ${type} [json-pointer:/view/type]`]);
  }
  // docs.slack.dev, views.publish: "greater than 250kb".
  if (Buffer.byteLength(JSON.stringify(checked.view)) > MAX_BYTES) throw new SlackRefusal('view_too_large');
  const faults = slackFileFaults(workspace.files, checked.view.blocks, '/view/blocks');
  if (faults.length > 0) throw refuseWith('invalid_arguments', faults);
  return checked.view;
}

function puller(args: Args, { permits }: ApiContext): string {
  const pulled = permits.pull(args.text('trigger_id') ?? args.need('trigger_id'));
  if ('error' in pulled) throw new SlackRefusal(pulled.error);
  return pulled.user;
}

function locate(args: Args, { workspace }: ApiContext): { user: string; stack: View[]; index: number } {
  const id = args.text('view_id');
  const external = args.text('external_id');
  for (const [user, stack] of workspace.views) {
    const index = stack.findIndex((view) =>
      id !== undefined ? view.id === id : view.external_id === external,
    );
    if (index >= 0) return { user, stack, index };
  }
  throw new SlackRefusal('not_found');
}

export const views: Methods = {
  'views.open': {
    tier: 4,
    run(args, context) {
      const input = viewArg(args, context, 'modal');
      const user = puller(args, context);
      const view = createView(context.workspace.ids, input);
      context.workspace.views.set(user, [view]);
      context.workspace.emit({ kind: 'views', user });
      return { view };
    },
  },
  'views.push': {
    tier: 4,
    run(args, context) {
      const input = viewArg(args, context, 'modal');
      const user = puller(args, context);
      const stack = context.workspace.views.get(user) ?? [];
      // docs.slack.dev, views.push: at most three views in a stack.
      if (stack.length >= 3) throw new SlackRefusal('push_limit_reached');
      const view = createView(context.workspace.ids, input, stack.at(-1));
      context.workspace.views.set(user, [...stack, view]);
      context.workspace.emit({ kind: 'views', user });
      return { view };
    },
  },
  'views.update': {
    tier: 4,
    run(args, context) {
      const input = viewArg(args, context, 'modal');
      const { user, stack, index } = locate(args, context);
      const old = stack[index];
      const hash = args.text('hash');
      if (hash !== undefined && hash !== old?.hash) throw new SlackRefusal('hash_conflict');
      const view = createView(context.workspace.ids, input, stack[index - 1], old);
      context.workspace.views.set(user, stack.with(index, view));
      context.workspace.emit({ kind: 'views', user });
      return { view };
    },
  },
  'views.publish': {
    tier: 4,
    run(args, context) {
      const user = context.workspace.users.get(args.need('user_id'));
      if (user === undefined) throw new SlackRefusal('user_not_found');
      const input = viewArg(args, context, 'home');
      const old = context.workspace.homes.get(user.id);
      const hash = args.text('hash');
      if (hash !== undefined && old && hash !== old.hash) throw new SlackRefusal('hash_conflict');
      const view = createView(context.workspace.ids, input, undefined, old);
      context.workspace.homes.set(user.id, view);
      context.workspace.emit({ kind: 'home', user: user.id });
      return { view };
    },
  },
};
