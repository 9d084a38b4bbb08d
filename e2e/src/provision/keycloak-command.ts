import { join } from 'node:path'
import type { JavaProgram } from './java.ts'

/** What bin/kc.sh gives to Java, less what is for servers of many users. */
const JVM_OPTIONS = [
  '-Xms64m',
  '-Xmx512m',
  '-XX:MaxMetaspaceSize=256m',
  // One person's server: the quicker start counts.
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-XX:+ExitOnOutOfMemoryError',
  '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
  '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory',
  '-Dpicocli.disable.closures=true',
  '-Dquarkus-log-max-startup-records=10000',
  '-Dfile.encoding=UTF-8',
  '-Duser.language=en',
  '-Duser.country=US',
  ...['util', 'util.concurrent', 'security', 'lang'].map(
    (name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`,
  ),
  '--enable-native-access=ALL-UNNAMED',
]

/**
 * How one of Keycloak's commands is started: without the shell of bin/kc.sh between us, so that signals reach
 * Java itself.
 *
 * @param home folder of a Keycloak
 */
export const keycloakCommand = (java: JavaProgram, home: string, args: readonly string[]) => ({
  command: java.command,
  args: [
    ...java.args,
    ...JVM_OPTIONS,
    `-Dkc.home.dir=${home}`,
    `-Djboss.server.config.dir=${join(home, 'conf')}`,
    '-cp',
    join(home, 'lib', 'quarkus-run.jar'),
    'io.quarkus.bootstrap.runner.QuarkusEntryPoint',
    ...args,
  ],
})
