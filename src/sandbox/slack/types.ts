/** A JSON object off the wire whose fields nobody has checked yet. */
export type Json = Readonly<Record<string, unknown>>;

/** A slash command as an app manifest states it (`features.slash_commands`). */
export interface SlashCommand {
  /** With its slash: `/deploy`. */
  readonly name: string;
  readonly description: string;
  readonly usage_hint?: string;
  /** Slack's "escape channels, users and links": typed `@name` and `#channel` arrive as `<@U…|name>` and `<#C…|name>`. */
  readonly should_escape?: boolean;
}

/** What the page shows to somebody who has never been here. */
export interface WelcomeText {
  readonly title: string;
  readonly lines: readonly string[];
  /** `text` is typed into the composer and sent when clicked; `about` says in a few words what to expect. */
  readonly tries: readonly { readonly text: string; readonly about: string }[];
}

/** What another tool posts into a channel, in one message or several, when somebody presses a button of the page. */
export interface ToolPost {
  readonly id: string;
  /** By name. */
  readonly channel: string;
  readonly label: string;
  readonly about: string;
  /** Empty where there is nothing to say now. */
  post(): readonly ToolMessage[];
}

export interface ToolMessage {
  readonly username: string;
  readonly text?: string;
  readonly attachments?: readonly Json[];
}

export interface User {
  readonly id: string;
  /** Slack's handle, what follows `@`. */
  readonly name: string;
  readonly real_name: string;
  readonly title: string;
  readonly is_bot: boolean;
  /** Single-channel guest. */
  readonly is_restricted: boolean;
  /** Of another workspace, met in a shared channel (Slack Connect). */
  readonly team_id?: string;
  /** Their account was closed. */
  readonly deleted?: boolean;
}

export interface Channel {
  readonly id: string;
  /** Without `#`; empty for a direct message. */
  readonly name: string;
  readonly topic: string;
  readonly is_im: boolean;
  /** Nobody can write there any more. */
  is_archived?: boolean;
  readonly members: Set<string>;
}

export interface Reaction {
  readonly name: string;
  readonly users: readonly string[];
}

export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  readonly filetype: string;
  readonly pretty_type: string;
  readonly size: number;
  readonly url_private: string;
  readonly permalink: string;
  /** What a picture shows, for who cannot see it. */
  readonly alt_txt?: string;
  /** `snippet`: a text that is read in place. */
  readonly mode?: 'snippet' | 'hosted';
  /** The first lines of a snippet. */
  readonly preview?: string;
  readonly lines?: number;
  readonly lines_more?: number;
}

/** A message in Slack's wire names. `channel` is ours: the wire names it beside the message. */
export interface Message {
  readonly type: 'message';
  readonly channel: string;
  readonly ts: string;
  readonly text: string;
  readonly user?: string;
  readonly bot_id?: string;
  readonly app_id?: string;
  readonly username?: string;
  readonly subtype?: string;
  readonly thread_ts?: string;
  readonly blocks?: readonly Json[];
  readonly attachments?: readonly Json[];
  readonly files?: readonly SlackFile[];
  readonly metadata?: Json;
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly reactions?: readonly Reaction[];
  readonly reply_count?: number;
  readonly reply_users?: readonly string[];
  readonly latest_reply?: string;
  /** Set on an ephemeral message: the only person who sees it. */
  readonly ephemeral_to?: string;
}

export interface View {
  readonly id: string;
  readonly team_id: string;
  readonly app_id: string;
  readonly bot_id: string;
  readonly type: 'modal' | 'home';
  readonly callback_id: string;
  readonly external_id: string;
  readonly private_metadata: string;
  readonly title?: Json;
  readonly submit?: Json | null;
  readonly close?: Json | null;
  readonly blocks: readonly Json[];
  readonly hash: string;
  readonly root_view_id: string;
  readonly previous_view_id: string | null;
  readonly clear_on_close: boolean;
  readonly notify_on_close: boolean;
  readonly state: { readonly values: Json };
}

/** `state.values` of a payload: block id, then action id, then the element's value. */
export type StateValues = Readonly<Record<string, Readonly<Record<string, Json>>>>;

export interface Timers {
  /** Runs `task` once after `ms`; the answer cancels it. */
  after(ms: number, task: () => void): () => void;
}
