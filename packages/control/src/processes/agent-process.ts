/** A process as the system lists it. */
export interface ProcessRow {
  pid: number;
  ppid: number;
  /** ms since 1970 UTC */
  startedAtMs: number;
  args: readonly string[];
}

/** A process of an agent that somebody talks to. */
export interface AgentProcess extends ProcessRow {
  agent: string;
  /** Native id of the session its arguments name. */
  session?: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Words behind which the agents do something else than work on a session. */
const otherWork: ReadonlySet<string> = new Set([
  'app-server',
  'completion',
  'config',
  'daemon',
  'debug',
  'doctor',
  'install',
  'login',
  'logout',
  'mcp',
  'mcp-server',
  'plugin',
  'sandbox',
  'setup-token',
  'update',
]);

/** `undefined` for any other program, and for one of an agent's that has no session. */
export function toAgentProcess(row: ProcessRow): AgentProcess | undefined {
  const { agent, rest } = programOf(row.args);
  if (agent === undefined) return undefined;
  const [first] = rest;
  if (first !== undefined && (otherWork.has(first) || first === '--version' || first === '--help')) return undefined;
  const session = sessionOf(rest);
  return { ...row, agent, ...(session === undefined ? {} : { session }) };
}

/** The agents are programs of their own, or scripts that Node runs. */
function programOf(args: readonly string[]): { agent: string | undefined; rest: readonly string[] } {
  const [program = '', script = ''] = args;
  const own = agentOf(nameOf(program));
  if (own !== undefined) return { agent: own, rest: args.slice(1) };
  if (!/^(?:node|bun)(?:\d|$)/.test(nameOf(program))) return { agent: undefined, rest: [] };
  const isClaude = agentOf(nameOf(script)) === 'claude' || /claude-code\/cli\.(?:m?js)$/.test(script);
  // The script of Codex only starts its program, which is seen by itself.
  return { agent: isClaude ? 'claude' : undefined, rest: args.slice(2) };
}

function agentOf(name: string): string | undefined {
  return name === 'claude' || name === 'codex' ? name : undefined;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** An id behind `--resume`, `-r`, `--session-id` or the word `resume`; with a fork it is another one. */
function sessionOf(args: readonly string[]): string | undefined {
  if (args.includes('--fork-session') || args.includes('fork')) return undefined;
  for (const [index, word] of args.entries()) {
    const [flag, joined] = word.split('=', 2);
    if (flag !== '--resume' && flag !== '-r' && flag !== '--session-id' && flag !== 'resume') continue;
    const id = joined ?? args[index + 1] ?? '';
    if (uuid.test(id)) return id.toLowerCase();
  }
  return undefined;
}
