import { defineAgent } from '../../agent.ts';
import { contentOf } from './content.ts';
import { inspectRollout } from './inspect.ts';
import { parseRecord } from './parse.ts';
import { classify, roots, scopes, sessionFromPath } from './paths.ts';
import { beginState } from './state.ts';

/** OpenAI Codex: CLI, IDE extension and desktop application write the same rollout files. */
export const codex = defineAgent({
  id: 'codex',
  label: 'Codex',
  sign: 'CX',
  version: { text: 1, usage: 1 },
  roots,
  scopes,
  classify,
  begin: (source) => beginState(source, source.kind.session ?? sessionFromPath(source.path)),
  parse: parseRecord,
  content: contentOf,
  inspect: inspectRollout,
});
