/** Stands for `node:child_process` in the bundle of reports: commander could start programs, and never does here. */
const childProcess: Pick<typeof import('node:child_process'), 'spawn'> = {
  get spawn() {
    return process.getBuiltinModule('node:child_process').spawn;
  },
};
export default childProcess;
