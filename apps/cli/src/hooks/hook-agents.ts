import { quote } from './client-scripts.ts';
import { addHooks, isObject, ownEvents, parseHookSettings, removeHooks, setIn } from './json-hooks.ts';
import { addNotify, hasNotify, removeNotify } from './toml-notify.ts';

/** Scripts that settings call. */
export interface HookClients {
  /** `belfry-hook`, as toHookScript writes it. */
  hook: string;
  /** As toStatusScript writes it; one for each settings file, because it knows the command it took the place of. */
  status: string;
}

/** One settings file of an agent, and how belfry is put into it and taken out. */
export interface HookEditor {
  /** Below the agent's directory. */
  file: string;
  /** Of a text in which there is nothing of belfry. */
  add(path: string, text: string, clients: HookClients): string;
  /** Own entries only. `before`: the text they were added to, when it is known. */
  remove(path: string, text: string, clients: HookClients, before: string | undefined): string;
  /** What of belfry is in it, in words; none when there is nothing. */
  describe(path: string, text: string, clients: HookClients): string[];
  /** Command of the status line that stood there before belfry. */
  statusCommand?(path: string, text: string): string | undefined;
}

export interface HookAgent {
  id: string;
  editors: readonly HookEditor[];
  /** What its user has to do, or should know. */
  note?: string;
}

/** Events that Claude Code has known since 1.0; it took settings with others badly then. */
const oldClaudeEvents = [
  'SessionStart',
  'SessionEnd',
  'UserPromptSubmit',
  'PreToolUse',
  'PostToolUse',
  'Notification',
  'Stop',
  'SubagentStop',
  'PreCompact',
] as const;

const claudeEvents = [
  ...oldClaudeEvents,
  'PostToolUseFailure',
  'PermissionRequest',
  'PermissionDenied',
  'Elicitation',
  'StopFailure',
  'SubagentStart',
  'PostCompact',
] as const;

const codexEvents = [
  'SessionStart',
  'SessionEnd',
  'UserPromptSubmit',
  'PreToolUse',
  'PermissionRequest',
  'PostToolUse',
  'Stop',
  'Interrupt',
  'SubagentStart',
  'SubagentStop',
  'PreCompact',
  'PostCompact',
] as const;

/** `version`: of the installed Claude Code, when it is known. */
export function toHookAgents(version: { claude?: string }): HookAgent[] {
  const major = Number(version.claude?.split('.')[0] ?? 2);
  return [
    { id: 'claude', editors: [claudeSettings(major < 2 ? oldClaudeEvents : claudeEvents)] },
    {
      id: 'codex',
      editors: [codexHooks, codexConfig],
      note: 'Codex runs hooks once you have trusted them: it asks when it is started next, or type /hooks there.',
    },
  ];
}

function claudeSettings(events: readonly string[]): HookEditor {
  const command = ({ hook }: HookClients) => `${quote(hook)} claude`;
  return {
    file: 'settings.json',
    add(path, text, clients) {
      const added = addHooks(path, text, events, command(clients));
      const { statusLine } = parseHookSettings(path, added);
      const own = quote(clients.status);
      return isObject(statusLine)
        ? setIn(added, ['statusLine', 'command'], own)
        : setIn(added, ['statusLine'], { type: 'command', command: own });
    },
    remove(path, text, clients, before) {
      const old = before === undefined ? {} : parseHookSettings(path, before);
      const removed = removeHooks(path, text, clients.hook, old.hooks !== undefined);
      const { statusLine } = parseHookSettings(path, removed);
      if (!isOwnStatusLine(statusLine, clients)) return removed;
      return isObject(old.statusLine)
        ? setIn(removed, ['statusLine', 'command'], old.statusLine.command)
        : setIn(removed, ['statusLine'], undefined);
    },
    describe(path, text, clients) {
      const settings = parseHookSettings(path, text);
      const own = ownEvents(settings, clients.hook);
      const off = settings.disableAllHooks === true ? ', switched off by disableAllHooks' : '';
      return [
        ...(own.length === 0 ? [] : [`${own.length} of ${events.length} hooks${off}`]),
        ...(isOwnStatusLine(settings.statusLine, clients) ? ['status line'] : []),
      ];
    },
    statusCommand(path, text) {
      const { statusLine } = parseHookSettings(path, text);
      return isObject(statusLine) && typeof statusLine.command === 'string' ? statusLine.command : undefined;
    },
  };
}

function isOwnStatusLine(statusLine: unknown, { status }: HookClients): boolean {
  return isObject(statusLine) && typeof statusLine.command === 'string' && statusLine.command.includes(quote(status));
}

const codexHooks: HookEditor = {
  file: 'hooks.json',
  add: (path, text, { hook }) => addHooks(path, text, codexEvents, `${quote(hook)} codex`),
  remove(path, text, { hook }, before) {
    const keepsEmpty = before !== undefined && parseHookSettings(path, before).hooks !== undefined;
    return removeHooks(path, text, hook, keepsEmpty);
  },
  describe(path, text, { hook }) {
    const own = ownEvents(parseHookSettings(path, text), hook);
    return own.length === 0 ? [] : [`${own.length} of ${codexEvents.length} hooks`];
  },
};

const codexConfig: HookEditor = {
  file: 'config.toml',
  add: (path, text, { hook }) => addNotify(path, text, [hook, 'codex', 'then']),
  remove: (path, text, { hook }, before) => removeNotify(path, text, [hook, 'codex', 'then'], before),
  describe: (path, text, { hook }) => (hasNotify(path, text, [hook, 'codex', 'then']) === 'own' ? ['notify'] : []),
};
