import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type BrowserContext, type LaunchOptions } from '@playwright/test'

/** Defines `studyLinkMeasure` in each page; plain JavaScript, so that it arrives there as it was written. */
export const inPageScript = { path: fileURLToPath(new URL('in-page.js', import.meta.url)) }

export const launchOptions = (executablePath: string): LaunchOptions => ({
  executablePath,
  // Chromium refuses its sandbox to root, as which containers run.
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})

export const viewport = { width: 1280, height: 800 }

export interface FreshBrowserOptions {
  /** Path of its program. */
  readonly browser: string
  /** Closes it at once: what is waited for in it fails. */
  readonly signal: AbortSignal
}

/** A browser that was never used before, with a profile on the disk as people have one; gone afterwards. */
export async function inFreshBrowser<Value>(
  { browser, signal }: FreshBrowserOptions,
  work: (context: BrowserContext) => Promise<Value>,
): Promise<Value> {
  signal.throwIfAborted()
  const profile = await mkdtemp(join(tmpdir(), 'studylink-profile-'))
  try {
    const context = await chromium.launchPersistentContext(profile, { ...launchOptions(browser), viewport })
    const close = () => void context.close()
    signal.addEventListener('abort', close)
    try {
      return await work(context)
    } finally {
      signal.removeEventListener('abort', close)
      await context.close()
    }
  } finally {
    await rm(profile, { recursive: true, force: true })
  }
}
