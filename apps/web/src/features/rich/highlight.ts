import highlighter from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const languages = { bash, css, diff, go, java, json, python, rust, sql, typescript, xml, yaml };
for (const [name, language] of Object.entries(languages)) highlighter.registerLanguage(name, language);

const aliases: Readonly<Record<string, keyof typeof languages>> = {
  console: 'bash',
  cts: 'typescript',
  js: 'typescript',
  javascript: 'typescript',
  jsx: 'typescript',
  mjs: 'typescript',
  mts: 'typescript',
  py: 'python',
  rs: 'rust',
  scss: 'css',
  shell: 'bash',
  svelte: 'xml',
  svg: 'xml',
  ts: 'typescript',
  tsx: 'typescript',
  vue: 'xml',
  yml: 'yaml',
  zsh: 'bash',
};

/** Longer code is shown plain: highlighting it would hold up scrolling. */
const longest = 40_000;

/** Code as HTML with `hljs-*` classes; `undefined` for a language this page does not carry. */
export function highlight(code: string, language: string): string | undefined {
  const name = aliases[language.toLowerCase()] ?? language.toLowerCase();
  if (code.length > longest || highlighter.getLanguage(name) === undefined) return undefined;
  return highlighter.highlight(code, { language: name, ignoreIllegals: true }).value;
}
