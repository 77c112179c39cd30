import { readContext } from '../context.ts';
import { answer, say } from '../output/talk.ts';
import { writeJson } from '../output/write-json.ts';
import { findSessionId } from './find-session.ts';
import { readArchive } from './read-archive.ts';
import { renderTree } from './render-tree.ts';

/** A session and everything it spawned, as a tree. */
export async function showTree(text: string, flags: { whole?: boolean; json?: boolean }): Promise<void> {
  const tree = await readArchive(readContext(), async (archive) => {
    const id = await findSessionId(archive, text);
    return archive.sessionTree(id, { whole: flags.whole === true, now: Date.now() });
  });
  if (tree === undefined) return;
  if (flags.json) return writeJson(tree);
  for (const line of renderTree(tree)) answer(line);
  const [top] = tree.ancestors;
  if (top !== undefined) say(`Spawned below ${top.id}; --whole shows all of it.`);
  if (tree.total > tree.nodes.length) say(`${tree.nodes.length} of ${tree.total} sessions.`);
}
