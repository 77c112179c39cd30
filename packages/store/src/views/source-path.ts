/** Path of a source on its machine. */
export function toSourcePath({ root, path }: { root: string; path: string }): string {
  return root.endsWith('/') ? root + path : `${root}/${path}`;
}
