/**
 * The start of every npm script, on a fresh clone with nothing but Node and npm: checks Node, installs the
 * packages with the pinned pnpm when they are missing or outdated, then runs `src/cli/<command>.ts`.
 * Plain JavaScript: nothing that it could import is installed yet.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('..', import.meta.url))
const { engines, packageManager } = JSON.parse(readFileSync(`${project}package.json`, 'utf8'))

function fail(line) {
  console.error(line)
  process.exit(1)
}

function checkNode() {
  const [neededMajor, neededMinor] = engines.node.match(/\d+/g).map(Number)
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return
  fail(`StudyLink needs Node ${neededMajor}.${neededMinor} or later; this is ${process.versions.node}.`)
}

/** What the installation depends on: another lockfile, hook or Node is another installation. */
function installationKey() {
  const hash = createHash('sha256').update(process.versions.modules).update(packageManager)
  for (const file of ['pnpm-lock.yaml', '.pnpmfile.cjs', 'pnpm-workspace.yaml']) {
    hash.update(readFileSync(project + file))
  }
  return hash.digest('hex')
}

function runPnpmInstall() {
  const args = ['--yes', packageManager, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false']
  // npm hands its own settings down; pnpm and npx would only complain about them.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(?!config_(?:registry|.*proxy|cafile|userconfig|cache)$)/i.test(name),
    ),
  )
  const child = spawn('npx', args, {
    cwd: project,
    env: { ...env, npm_config_loglevel: 'error', npm_config_update_notifier: 'false', CI: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  const output = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => output.push(text))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ status: 1, output: error.message }))
    child.once('close', (status) => resolve({ status, output: Buffer.concat(output).toString() }))
  })
}

async function install() {
  const stamp = `${project}node_modules/.studylink-installed`
  const key = installationKey()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return
  const start = Date.now()
  const elapsed = () => `${((Date.now() - start) / 1000).toFixed(1)} s`
  console.log('… Installing packages')
  const again = setInterval(() => console.log(`… Installing packages (${elapsed()})`), 10_000)
  const { status, output } = await runPnpmInstall()
  clearInterval(again)
  if (status !== 0) {
    const lines = output.trim().split('\n').slice(-15).join('\n')
    fail(`${lines}\nThe packages cannot be installed: is npm's registry reachable from here?`)
  }
  writeFileSync(stamp, key)
  console.log(`✓ Installing packages (${elapsed()})`)
}

const [command, ...args] = process.argv.slice(2)
checkNode()
await install()
const { register } = await import('tsx/esm/api')
register()
const { main } = await import(`./src/cli/${command}.ts`)
await main(args)
