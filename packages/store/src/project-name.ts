/** Where a session ran, as far as it is known. */
export interface ProjectHints {
  cwd: string | undefined;
  branch: string | undefined;
  /** Path of the transcript below its root. */
  sourcePath: string | undefined;
}

/** Folders below which each entry is a checkout of the project named before or after them. */
const mainBranches = new Set(['main', 'master', 'develop', 'trunk', 'HEAD']);
const containers = new Set(['code', 'projects', 'repos', 'src', 'work', 'dev', 'workspace', 'git', 'home', 'Users']);

/**
 * Name of the project a session worked on: the folder's name, with worktrees named for their repository. Pure
 * text work: the path may be another machine's, so no disk is touched.
 */
export function toProjectName({ cwd, branch, sourcePath }: ProjectHints): string {
  const parts = cwd?.split(/[\\/]+/).filter((part) => part !== '' && part !== '.' && !/^[A-Za-z]:$/.test(part)) ?? [];
  if (cwd !== undefined && parts.length > 0) return fromWorktree(parts) ?? withoutBranch(parts.at(-1) ?? '', branch);
  return fromEncodedPath(sourcePath) ?? 'unknown';
}

function fromWorktree(parts: readonly string[]): string | undefined {
  const after = (...names: string[]) => {
    const at = parts.findLastIndex((_, index) => names.every((name, step) => parts[index + step] === name));
    return at < 0 ? undefined : { before: parts[at - 1], after: parts[at + names.length] };
  };
  // Beside the repository: <project>/.claude/worktrees/<name>
  const inside = after('.claude', 'worktrees') ?? after('.worktrees') ?? after('.git', 'worktrees');
  if (inside?.before && inside.after) return inside.before;
  // In a common folder: …/worktrees/<project>/<name>
  for (const names of [['.superset', 'worktrees'], ['conductor', 'workspaces'], ['worktrees']]) {
    const common = after(...names);
    if (common?.after) return common.after;
  }
  return undefined;
}

/** The folder `shop-fix-login` on branch `fix/login` is the project `shop`. */
function withoutBranch(name: string, branch: string | undefined): string {
  if (!branch || mainBranches.has(branch)) return name;
  const suffix = branch.replaceAll('/', '-');
  const isSuffixed = ['-', '_', '.'].some((separator) => name.endsWith(separator + suffix));
  return isSuffixed && name.length > suffix.length + 1 ? name.slice(0, -suffix.length - 1) : name;
}

/** `projects/-home-me-src-my-shop/x.jsonl` → `my-shop`: what stands after the last folder that holds projects. */
function fromEncodedPath(path: string | undefined): string | undefined {
  const folder = path?.split('/').find((part) => part.startsWith('-') && part.length > 1);
  if (!folder) return undefined;
  const parts = folder.split('-').filter((part) => part !== '');
  const at = parts.findLastIndex((part) => containers.has(part));
  const isHome = at >= 0 && (parts[at] === 'home' || parts[at] === 'Users');
  const rest = parts.slice(isHome ? at + 2 : at + 1);
  return (rest.length > 0 ? rest : parts).join('-') || undefined;
}
