import type { FileText } from '@belfry/core';
import { object, type RawObject } from '../raw-fields.ts';
import { readWholeTexts } from './file-changes.ts';
import { openEnvelope } from './records.ts';

/** Whole files a record of an applied patch holds. */
export function codexFileTexts(record: RawObject): FileText[] {
  const envelope = openEnvelope(record);
  if (!('payload' in envelope)) return [];
  const { payload } = envelope;
  return readWholeTexts(payload.changes ?? object(payload, 'item')?.changes);
}
