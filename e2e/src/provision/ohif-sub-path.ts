/**
 * OHIF's published build expects to be served at `/`. These rewrites, made on its files as they are, move it
 * below a sub-path. Pure: text in, text out.
 */

/** Where the viewer is served, with a slash at both ends. */
export const OHIF_ROOT = '/ohif/'

const rules: Record<string, readonly (readonly [RegExp, string])[]> = {
  '.html': [
    [/(\b(?:href|src|content)=")\/(?!\/)/g, `$1${OHIF_ROOT}`],
    [/(window\.PUBLIC_URL\s*=\s*")\/"/g, `$1${OHIF_ROOT}"`],
  ],
  '.json': [[/("src":\s*")\/(?!\/)/g, `$1${OHIF_ROOT}`]],
  '.js': [
    [/(__webpack_require__\.p\s*=\s*")\/"/g, `$1${OHIF_ROOT}"`],
    [/(browserImportFunction\(')\/(?!\/)/g, `$1${OHIF_ROOT}`],
  ],
  '.css': [[/(url\(["']?)\/(?!\/)/g, `$1${OHIF_ROOT}`]],
}

/**
 * @param extension of the file, with its dot
 * @returns the text below {@link OHIF_ROOT}; the same text when nothing in it depends on the place
 */
export function moveToSubPath(extension: string, text: string): string {
  return (rules[extension] ?? []).reduce(
    (moved, [pattern, replacement]) => moved.replace(pattern, replacement),
    text,
  )
}
