import { describe, expect, it } from 'vitest'
import { parseStartOptions } from './start-options.ts'

describe('options of npm start', () => {
  it('listens on this machine at 8080 unless told', () => {
    expect(parseStartOptions([])).toEqual({
      help: false,
      keycloak: false,
      port: 8080,
      host: '127.0.0.1',
    })
  })

  it('takes the port', () => {
    expect(parseStartOptions(['--port', '9000']).port).toBe(9000)
  })

  it.each(['0x10', '-1', '65536', '', 'http'])('refuses the port %j with an example', (port) => {
    expect(() => parseStartOptions([`--port=${port}`])).toThrow(/--port 8080/)
  })

  it('listens on all networks at the port of a public address', () => {
    const { host, port, publicUrl } = parseStartOptions(['--public-url', 'http://192.0.2.7:9090'])
    expect({ host, port, origin: publicUrl?.origin }).toEqual({
      host: '0.0.0.0',
      port: 9090,
      origin: 'http://192.0.2.7:9090',
    })
  })

  it('keeps its own port behind an https address, which somebody else serves', () => {
    expect(parseStartOptions(['--public-url', 'https://pacs.example:8443']).port).toBe(8080)
  })

  it.each(['http://pacs.example/sub', 'http://me:secret@pacs.example', 'ftp://pacs.example', 'pacs'])(
    'refuses the public address %j',
    (address) => {
      expect(() => parseStartOptions(['--public-url', address])).toThrow(/--public-url wants/)
    },
  )

  it('takes an Orthanc with name and password', () => {
    const { orthanc } = parseStartOptions(['--orthanc', 'http://me:secret@pacs.example:8042'])
    expect(orthanc?.username).toBe('me')
  })

  it('takes a Keycloak when asked', () => {
    expect(parseStartOptions(['--keycloak']).keycloak).toBe(true)
  })

  it('never repeats a password', () => {
    expect(() => parseStartOptions(['--orthanc', 'http//me:secret@pacs.example'])).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    )
  })

  it('names an option that it does not know, and where the known ones stand', () => {
    expect(() => parseStartOptions(['--prot', '1'])).toThrow(/'--prot'.*--help/)
  })
})
