import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { findCommand } from '../process/find-command.ts'
import type { Task } from '../process/progress.ts'
import { run } from '../process/run.ts'
import { SetupError } from '../process/setup-error.ts'
import { inProject } from '../project.ts'

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Some distributions put a stub in the browser's place that only tells how to install it. */
async function installedBrowser(): Promise<string | undefined> {
  for (const name of COMMANDS) {
    const path = findCommand(name)
    if (path && (await run(path, ['--version']).catch(() => ''))) return path
  }
  return undefined
}

async function installFromDebian({ note, signal }: Task): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !findCommand('apt-get')) return undefined
  note("installing the system's package")
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await run('apt-get', ['update', '-qq'], { env, signal })
    await run('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-liberation'], { env, signal })
  } catch (error) {
    signal.throwIfAborted()
    note((error as Error).message)
  }
  return installedBrowser()
}

async function downloadOfPlaywright({ note, signal }: Task): Promise<string | undefined> {
  if (existsSync(chromium.executablePath())) return chromium.executablePath()
  note("downloading Playwright's")
  try {
    await run(inProject('e2e', 'node_modules', '.bin', 'playwright'), ['install', 'chromium'], { signal })
  } catch {
    signal.throwIfAborted()
    return undefined
  }
  return chromium.executablePath()
}

/**
 * A Chromium for the tests: the machine's own, else (as root) Debian's package, else Playwright's download.
 *
 * @returns path of its program
 * @throws {SetupError} when none can be had
 */
export async function provideBrowser(task: Task): Promise<string> {
  const browser =
    (await installedBrowser()) ?? (await installFromDebian(task)) ?? (await downloadOfPlaywright(task))
  if (browser) return browser
  throw new SetupError(
    'No browser for the tests: install Chromium, e.g. apt-get install chromium, and try again',
  )
}
