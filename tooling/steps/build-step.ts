import { ensureBuilt } from '../bootstrap/build.mjs';
import { isProblem } from '../bootstrap/problem.mjs';
import type { Step } from './step.ts';

/** Builds every package and app, unless nothing has changed. */
export const buildStep: Step = {
  name: 'build',
  async run() {
    try {
      await ensureBuilt(process.execPath);
      return { ok: true, output: '' };
    } catch (error) {
      if (!isProblem(error)) throw error;
      return { ok: false, output: error.message };
    }
  },
};
