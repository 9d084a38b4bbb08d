import { freePort } from '../process/free-port.ts'
import { cacheFolder } from '../project.ts'
import { findPostgresql } from '../provision/postgresql.ts'
import { startPostgresql } from '../stack/postgresql.ts'

/**
 * A PostgreSQL for tests of packages that import nothing of ours: `postgresql.ts FOLDER [PORT]` starts it with its data
 * in FOLDER, prints its URL as one line, and stops it when standard input ends: also when its starter is killed.
 */
const [folder = '', port] = process.argv.slice(2)
const bin = await findPostgresql(cacheFolder)
if (bin === undefined) throw new Error('there is no PostgreSQL')
const { url, child } = await startPostgresql({ bin, folder, port: Number(port ?? (await freePort())) })
process.stdin.resume().once('end', () => void child.stop())
console.log(url)
