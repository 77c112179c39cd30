import { type AgentDefinition, defineAgent } from '../../agent.ts';
import { claudeContent } from './content.ts';
import { claudeFileTexts } from './file-texts.ts';
import { readClaudeHook } from './hooks.ts';
import { inspectClaude } from './inspect.ts';
import { parseClaude } from './parse.ts';
import { claudeRoots, claudeScopes, classifyClaude } from './paths.ts';
import { claudeProcessNote } from './process-note.ts';
import { isClaudeRecord } from './records.ts';
import { skimClaude } from './skim.ts';
import { beginClaude, type ClaudeState } from './state.ts';
import { readClaudeStatusLine } from './status-line.ts';

/** Claude Code: see the README beside this file for what its files hold and how they are read. */
export const claude: AgentDefinition<ClaudeState> = defineAgent({
  id: 'claude',
  label: 'Claude Code',
  sign: 'CC',
  version: { text: 2, usage: 1 },
  roots: claudeRoots,
  scopes: claudeScopes,
  classify: classifyClaude,
  recognises: isClaudeRecord,
  begin: beginClaude,
  parse: parseClaude,
  skim: skimClaude,
  content: claudeContent,
  fileTexts: claudeFileTexts,
  hooks: { read: readClaudeHook, readStatusLine: readClaudeStatusLine, processNote: claudeProcessNote },
  inspect: inspectClaude,
});
