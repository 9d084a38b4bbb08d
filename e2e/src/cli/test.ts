import { mkdir, readFile, rm } from 'node:fs/promises'
import { CommandError, run, type RunOptions } from '../process/run.ts'
import { createProgress } from '../process/progress.ts'
import { builds, cacheFolder, inProject, javaHome, mavenCentralUrl, projectFolder } from '../project.ts'
import { provideBrowser } from '../provision/browser.ts'
import { buildPackages } from '../provision/builds.ts'
import { provideJava } from '../provision/java.ts'
import { provideKeycloak } from '../provision/keycloak.ts'
import { provideNginx } from '../provision/nginx.ts'
import { provideOhif } from '../provision/ohif.ts'
import { providePostgresql } from '../provision/postgresql.ts'
import { provideOrthanc } from '../provision/orthanc.ts'
import { auditPackages } from '../release/audit.ts'
import {
  formatTally,
  ONE_FAILED,
  ONE_PASSED,
  ONE_SKIPPED,
  sum,
  tallyOfPlaywright,
  tallyOfVitest,
  type Tally,
} from '../testing/tally.ts'
import { runCli } from './run-cli.ts'

const reports = inProject('.studylink', 'test')
const rootBin = (name: string) => inProject('node_modules', '.bin', name)

const checks = [
  { title: 'Types', command: 'tsc', args: ['-b'] },
  { title: 'Lint', command: 'oxlint', args: ['--deny-warnings'] },
  { title: 'Format', command: 'prettier', args: ['--check', '--log-level', 'warn', '.'] },
]

/** What depends on who signs people in runs a second time, at a real Keycloak: where nothing may be left out. */
const withKeycloak = process.env.REQUIRE === 'all'
const SPECS_WITH_KEYCLOAK = [
  'keycloak-',
  'share-from-ohif',
  'guest-sees',
  'external-user',
  'my-shares',
  'deployment',
  'extension-sign-in',
  'extension-firefox',
  'sign-in',
]

/** Known weaknesses of what is installed: the registry is asked only where nothing may be left out. */
async function audit(signal: AbortSignal): Promise<Tally> {
  const manifest = JSON.parse(await readFile(inProject('package.json'), 'utf8')) as {
    readonly packageManager: string
  }
  const found = await auditPackages(projectFolder, manifest.packageManager, signal)
  switch (found.verdict) {
    case 'clean':
      return ONE_PASSED
    case 'weak':
      console.log(`${found.report}\n✗ Audit`)
      return ONE_FAILED
    case 'unknown':
      console.log(`Left out: the audit. The registry does not answer it (${found.why}).`)
      return ONE_SKIPPED
  }
}

/** Runs a suite with its own output, then reads the report that it wrote. */
async function runSuite(
  command: string,
  args: readonly string[],
  options: RunOptions,
  report: string,
  tally: (report: never) => Tally,
): Promise<Tally> {
  try {
    await run(command, args, { ...options, onLine: (line) => console.log(line) })
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    options.signal?.throwIfAborted()
  }
  const text = await readFile(report, 'utf8').catch(() => undefined)
  return text === undefined ? ONE_FAILED : tally(JSON.parse(text) as never)
}

/** `npm test`: every check there is, from types to the suite against the real stack. */
export const main = () =>
  runCli(async (signal) => {
    const start = performance.now()
    const progress = createProgress(console.log, signal)
    await rm(reports, { recursive: true, force: true })
    await mkdir(reports, { recursive: true })

    const check = async ({ title, command, args }: (typeof checks)[number]): Promise<Tally> => {
      try {
        await progress.step(title, () => run(rootBin(command), args, { cwd: projectFolder, signal }))
        return ONE_PASSED
      } catch (error) {
        if (!(error instanceof CommandError)) throw error
        signal.throwIfAborted()
        console.log(`${error.output}\n✗ ${title}`)
        return ONE_FAILED
      }
    }
    const tallies = await Promise.all(checks.map(check))
    if (process.env.REQUIRE === 'all') tallies.push(await progress.step('Audit', () => audit(signal)))

    const [browser] = await Promise.all([
      progress.step('Getting a browser', provideBrowser),
      progress.step('Getting Orthanc', (task) => provideOrthanc(cacheFolder, task)),
      progress.step('Getting nginx', (task) => provideNginx(cacheFolder, task)),
      progress.step('Getting PostgreSQL', (task) => providePostgresql(cacheFolder, task)),
      progress.step('Preparing OHIF', () => provideOhif(cacheFolder)),
      withKeycloak &&
        progress
          .step('Getting Java', (task) => provideJava(cacheFolder, javaHome, task))
          .then((java) =>
            progress.step('Getting Keycloak', (task) =>
              provideKeycloak(cacheFolder, java, mavenCentralUrl, task, 'postgres'),
            ),
          ),
      progress.step('Building', (task) => buildPackages(builds, task)),
    ])

    const unitReport = inProject('.studylink', 'test', 'unit.json')
    tallies.push(
      await runSuite(
        rootBin('vitest'),
        ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
        { cwd: projectFolder, signal },
        unitReport,
        tallyOfVitest,
      ),
    )

    const runE2e = (identity: string, specs: readonly string[]) => {
      const report = inProject('.studylink', 'test', `e2e-${identity}.json`)
      return runSuite(
        inProject('e2e', 'node_modules', '.bin', 'playwright'),
        ['test', ...specs],
        {
          cwd: inProject('e2e'),
          env: {
            ...process.env,
            STUDYLINK_BROWSER: browser,
            STUDYLINK_E2E_REPORT: report,
            STUDYLINK_IDENTITY: identity,
          },
          signal,
          // At this one Playwright ends its browsers and the stack in order.
          killSignal: 'SIGINT',
        },
        report,
        tallyOfPlaywright,
      )
    }
    tallies.push(await runE2e('embedded', []))
    if (withKeycloak) tallies.push(await runE2e('keycloak', SPECS_WITH_KEYCLOAK))
    else console.log('\nLeft out: the suite at a real Keycloak. REQUIRE=all runs it too.')

    const total = sum(tallies)
    console.log(`\nTook ${((performance.now() - start) / 1000).toFixed(0)} s`)
    console.log(formatTally(total))
    return total.failed === 0 ? 0 : 1
  })
