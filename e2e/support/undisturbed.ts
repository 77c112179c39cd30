import { cpSync } from 'node:fs';
import { type BelfryHome, createBelfryHome } from './belfry-home.ts';
import { type RunningBelfry, runCli, startBelfry } from './belfry-process.ts';
import { eventually } from './eventually.ts';

/** How often belfry is killed in one test. */
export const kills = Number(process.env.BELFRY_KILLS ?? 20);

/** All files are read and every session is in the archive. */
export async function settled(belfry: RunningBelfry, files: number): Promise<void> {
  await eventually(async () => {
    const { progress } = await belfry.api<{ progress: { phase: string } }>('api/v1/sync');
    const { sources } = await belfry.api<{ sources: number }>('api/v1/stats');
    if (progress.phase !== 'idle' || sources < files)
      throw new Error(`${progress.phase}, ${sources} of ${files} sources`);
  }, 60_000);
}

/** The canonical dump, as if every home were at the same place. */
export async function canonical(home: BelfryHome): Promise<string> {
  const { code, stdout, stderr } = await runCli(home, 'dump', '--canonical');
  if (code !== 0) throw new Error(stderr);
  // Two homes hold the same files at different places; only that may differ.
  return stdout.replaceAll(home.userHome, '/home');
}

/** A home with the same files and nothing read. */
export function copyCorpus(from: BelfryHome): BelfryHome {
  const to = createBelfryHome();
  cpSync(from.claudeRoot, to.claudeRoot, { recursive: true, preserveTimestamps: true });
  return to;
}

/** The canonical dump of an archive nothing happened to. */
export async function undisturbed(corpus: BelfryHome, files: number): Promise<string> {
  const home = copyCorpus(corpus);
  const belfry = await startBelfry(home);
  await settled(belfry, files);
  await belfry.stop();
  const dump = await canonical(home);
  home.remove();
  return dump;
}

/** Bytes the archive holds of all files; asked for until it answers. */
export async function bytesRead(belfry: RunningBelfry): Promise<number> {
  return await eventually(async () => (await belfry.api<{ sourceBytes: number }>('api/v1/stats')).sourceBytes, 60_000);
}
