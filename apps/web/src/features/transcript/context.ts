import { createContext } from 'svelte';
import type { Transcript } from './transcript.svelte.ts';

/** The transcript that the rows below belong to. */
export const [getTranscript, setTranscript] = createContext<Transcript>();
