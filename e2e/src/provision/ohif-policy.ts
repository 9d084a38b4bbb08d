import { createHash } from 'node:crypto'

/** What is inside a script, not one that is fetched. */
const INLINE_SCRIPT = /<script[^>]*>([^<]+)<\/script>/g

/**
 * Tells browsers to run only the viewer's own files, and the scripts that stand in its page: known by their hashes,
 * which change with each version. Pure: page in, page out.
 *
 * @throws when the page has no head
 */
export function addScriptPolicy(page: string): string {
  const hashes = [...page.matchAll(INLINE_SCRIPT)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  )
  // Compressed pixels are unpacked by WebAssembly, in workers.
  const policy = `script-src 'self' 'wasm-unsafe-eval' ${hashes.join(' ')}; worker-src 'self' blob:`
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`
  const withPolicy = page.replace(/<head[^>]*>/, (head) => head + meta)
  if (withPolicy === page) throw new Error('the viewer’s page has no head')
  return withPolicy
}
