import { readContext } from '../context.ts';
import { writeJson } from '../output/write-json.ts';
import { readDoctorReport } from './doctor-report.ts';
import { printDoctor } from './print-doctor.ts';

export async function doctor(flags: { json?: boolean }): Promise<void> {
  const report = await readDoctorReport(readContext({}, { tolerant: true }));
  if (flags.json) writeJson(report);
  else printDoctor(report, process.stdout);
}
