import { type AgentDefinition, defineAgent } from '../../agent.ts';
import { contentOf } from './content.ts';
import { codexFileTexts } from './file-texts.ts';
import { readCodexHook } from './hooks.ts';
import { inspectRollout } from './inspect.ts';
import { parseRecord } from './parse.ts';
import { classify, lastingName, roots, scopes } from './paths.ts';
import { isCodexRecord } from './records.ts';
import { skimCodex } from './skim.ts';
import { beginState, type CodexState } from './state.ts';

/** OpenAI Codex: command line, editor and desktop application write the same files. See the README beside this one. */
export const codex: AgentDefinition<CodexState> = defineAgent({
  id: 'codex',
  label: 'Codex',
  sign: 'CX',
  version: { text: 2, usage: 1 },
  roots,
  scopes,
  classify,
  lastingName,
  recognises: isCodexRecord,
  begin: beginState,
  parse: parseRecord,
  skim: skimCodex,
  content: contentOf,
  fileTexts: codexFileTexts,
  hooks: { read: readCodexHook },
  inspect: inspectRollout,
});
