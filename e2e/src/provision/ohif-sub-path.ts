/**
 * OHIF's published build expects to be served at `/`. These rewrites, made on its files as they are, move it
 * below a sub-path. Pure: text in, text out.
 */

/** Where the viewer is served unless told otherwise, with a slash at both ends. */
export const OHIF_ROOT = '/ohif/'

const rulesFor = (root: string): Record<string, readonly (readonly [RegExp, string])[]> => ({
  '.html': [
    [/(\b(?:href|src|content)=")\/(?!\/)/g, `$1${root}`],
    [/(window\.PUBLIC_URL\s*=\s*")\/"/g, `$1${root}"`],
  ],
  '.json': [[/("src":\s*")\/(?!\/)/g, `$1${root}`]],
  '.js': [
    [/(__webpack_require__\.p\s*=\s*")\/"/g, `$1${root}"`],
    [/(browserImportFunction\(')\/(?!\/)/g, `$1${root}`],
  ],
  '.css': [[/(url\(["']?)\/(?!\/)/g, `$1${root}`]],
})

/**
 * @param extension of the file, with its dot
 * @param root with a slash at both ends
 * @returns the text below the root; the same text when nothing in it depends on the place
 */
export function moveToSubPath(extension: string, text: string, root = OHIF_ROOT): string {
  return (rulesFor(root)[extension] ?? []).reduce(
    (moved, [pattern, replacement]) => moved.replace(pattern, replacement),
    text,
  )
}
