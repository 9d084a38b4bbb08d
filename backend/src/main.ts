import { serve } from '@hono/node-server'
import packageJson from '../package.json' with { type: 'json' }
import { ConfigError, readConfig } from './config/read-config.ts'
import { startNotices } from './config/start-notices.ts'
import { systemClock } from './kernel/clock.ts'
import { createLogger } from './observability/logger.ts'
import { createServices } from './services.ts'

const { version } = packageJson

/** How long running requests may take to end when the process is told to stop. */
const DRAIN_MS = 5_000

/** `EX_CONFIG` of sysexits(3): starting again without a change is of no use. */
const EXIT_BAD_CONFIGURATION = 78

/** `EX_USAGE` */
const EXIT_USAGE = 64

const start = async () => {
  const config = readConfig(process.env)
  const log = createLogger(config.LOG_LEVEL)
  const { app, close } = await createServices(config, log, version)

  const server = serve(
    { fetch: app.fetch, hostname: config.HOST, port: config.PORT },
    ({ address, port }) => {
      log.info({ address, port, version, readyMs: Math.round(performance.now()) }, 'ready')
      for (const { level, message } of startNotices(config)) log[level](message)
    },
  )
  server.on('error', (error: NodeJS.ErrnoException) => {
    process.stderr.write(`Cannot listen on HOST=${config.HOST} PORT=${config.PORT}: ${error.code}\n`)
    process.exit(EXIT_BAD_CONFIGURATION)
  })

  const stop = (signal: NodeJS.Signals) => {
    log.info({ signal }, 'stopping')
    const drained = setTimeout(
      () => 'closeAllConnections' in server && server.closeAllConnections(),
      DRAIN_MS,
    )
    server.close(async () => {
      clearTimeout(drained)
      await close()
      log.info('stopped')
    })
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

const write = (text: string) => void process.stdout.write(text)

/** What an administrator has is this one file: it also looks after itself. The service loads none of it. */
const commands = new Map<string, (args: readonly string[]) => Promise<number>>([
  ['check', async (args) => (await import('./migration/index.ts')).runCheck(args, write, systemClock)],
  ['backup', async (args) => (await import('./maintenance/index.ts')).runBackup(args, process.env, write)],
  [
    'revoke',
    async (args) => (await import('./maintenance/index.ts')).runRevoke(args, process.env, write, systemClock),
  ],
])

const unknownCommand = async () => {
  process.stderr.write(`Nothing, to start the service, or one of: ${[...commands.keys()].join(', ')}\n`)
  return EXIT_USAGE
}

const [name, ...args] = process.argv.slice(2)
try {
  if (name === undefined) await start()
  else process.exitCode = await (commands.get(name) ?? unknownCommand)(args)
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = EXIT_BAD_CONFIGURATION
}
