import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { writePrivateFile } from '../process/write-private-file.ts'
import type { TlsFiles } from './nginx/server.ts'

/** A certificate of this machine's own name, signed by itself, for a day. */
export async function makeCertificate(folder: string): Promise<TlsFiles> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    notAfterDate: new Date(Date.now() + 24 * 3600 * 1000),
  })
  const files = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') }
  await writeFile(files.certificate, made.cert)
  await writePrivateFile(files.key, made.private)
  return files
}
