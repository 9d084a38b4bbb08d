import type { StudyHead } from '@studylink/share-dialog'
import type { OhifDisplaySet, OhifInstance, OhifServices } from '../ohif-host.ts'
import { shownDisplaySets } from '../shown-display-sets.ts'

type StudySources = Pick<OhifServices, 'displaySetService' | 'viewportGridService'>

export interface StudiesToShare {
  studies: StudyHead[]
  alsoOpen: StudyHead[]
}

/**
 * What a click on Share means: the study in the active viewport. The others that OHIF has loaded are offered, and
 * not shared unasked. Where no viewport is active (some modes, before the first image): every loaded one, which the
 * dialog names one by one.
 */
export const studiesToShare = (sources: StudySources): StudiesToShare => {
  const displaySets = sources.displaySetService.getActiveDisplaySets()
  const active = shownDisplaySets(sources).find(({ StudyInstanceUID }) => StudyInstanceUID)?.StudyInstanceUID
  const loaded = new Set(
    displaySets.map(({ StudyInstanceUID }) => StudyInstanceUID).filter((uid) => uid !== undefined),
  )
  const describe = (uid: string) =>
    describeStudy(
      uid,
      displaySets.filter(({ StudyInstanceUID }) => StudyInstanceUID === uid),
    )
  if (active === undefined) return { studies: [...loaded].map(describe), alsoOpen: [] }
  return {
    studies: [describe(active)],
    alsoOpen: [...loaded].filter((uid) => uid !== active).map(describe),
  }
}

const describeStudy = (studyInstanceUID: string, displaySets: OhifDisplaySet[]): StudyHead => {
  const instances = displaySets
    .flatMap((displaySet) => [displaySet.instance, displaySet.instances?.[0]])
    .filter((instance) => instance !== undefined)
  const read = (attribute: string) => firstText(instances, attribute)
  return {
    studyInstanceUID,
    patientName: read('PatientName'),
    patientId: read('PatientID'),
    patientBirthDate: read('PatientBirthDate'),
    studyDate: read('StudyDate'),
    studyDescription: read('StudyDescription'),
    modalities: [...new Set(displaySets.map(({ Modality }) => Modality ?? ''))].filter((one) => one !== ''),
    accessionNumber: read('AccessionNumber'),
  }
}

const firstText = (instances: OhifInstance[], attribute: string): string | undefined => {
  for (const instance of instances) {
    const text = toText(instance[attribute])
    if (text !== undefined) return text
  }
  return undefined
}

/** Person names come as text, as `{ Alphabetic }`, or as a list of these (DICOM JSON, PS3.18 F.2.2). */
const toText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return toText(value[0])
  if (typeof value !== 'object' || value === null) return undefined
  const { Alphabetic, Ideographic, Phonetic } = value as Record<string, unknown>
  const groups = [Alphabetic, Ideographic, Phonetic].map((group) => toText(group) ?? '')
  return toText(groups.join('=').replace(/=+$/, ''))
}
