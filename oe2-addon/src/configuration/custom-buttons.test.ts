import { expect, test } from 'vitest'
import deployed from '../../../deploy/orthanc-plugin/orthanc.json?raw'
import published from '../../configuration/oe2-custom-buttons.json?raw'
import { requestedStudies } from '../requested-studies.ts'
import { customButtonsConfiguration, defaultCustomButtons } from './custom-buttons.ts'

const buttonsOf = (options: Partial<typeof defaultCustomButtons> = {}) =>
  customButtonsConfiguration({ ...defaultCustomButtons, ...options }).OrthancExplorer2.UiOptions.CustomButtons

test('the file to paste is what the generator prints', () => {
  expect(JSON.parse(published)).toEqual(customButtonsConfiguration(defaultCustomButtons))
})

test('the deployment has the same buttons, below its path if it has one', () => {
  const atRoot = deployed.replaceAll('${PUBLIC_PATH:-}', '')
  expect(JSON.parse(atRoot).OrthancExplorer2.UiOptions.CustomButtons).toEqual(buttonsOf())
})

test('what OE2 makes of the addresses is what the script understands', () => {
  const shareRoot = new URL('https://pacs.example.org/share/')
  const buttons = buttonsOf({ shareRoot: shareRoot.href })
  const one = buttons.study[0]?.Url.replace('{StudyInstanceUID}', '1.2.3') ?? ''
  expect(requestedStudies(one, shareRoot)).toEqual([{ studyInstanceUID: '1.2.3' }])
  const many = buttons['bulk-studies'][0]?.Url.replace('{CommaSeparatedDicomIds}', '1.2.3,4.5') ?? ''
  expect(requestedStudies(many, shareRoot)).toEqual([
    { studyInstanceUID: '1.2.3' },
    { studyInstanceUID: '4.5' },
  ])
})

test('my shares are no share to make', () => {
  const shareRoot = new URL('https://pacs.example.org/share/')
  const [, button] = buttonsOf({ shareRoot: shareRoot.href }).study
  expect(button?.Url).toBe(shareRoot.href)
  expect(requestedStudies(button?.Url ?? '', shareRoot)).toBeUndefined()
})

test('the way back keeps its own arguments', () => {
  const [button] = buttonsOf({ returnPath: '/orthanc/ui/app/?a=1&b=2' }).study
  expect(new URL(button?.Url ?? '', 'https://pacs.example.org').searchParams.get('return')).toBe(
    '/orthanc/ui/app/?a=1&b=2',
  )
})
