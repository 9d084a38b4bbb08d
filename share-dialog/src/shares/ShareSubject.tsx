import type { Share, StudyHead } from '@studylink/backend/contract'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import type { SharesTranslator } from '../i18n/shares-translator.ts'
import { formatDicomDate, formatPersonName } from '../study/dicom-formats.ts'

export interface ShareSubjectProps {
  share: Share
  heads: ReadonlyMap<string, StudyHead>
  /** Of the heading that names the patients. */
  level: 2 | 3
  headingId?: string
  s: SharesTranslator
  t: DialogTranslator
}

/** Whose images a link shows, which, and for whom it was made: every patient is named, not only the first. */
export function ShareSubject({ share, heads, level, headingId, s, t }: ShareSubjectProps) {
  const Heading: 'h2' | 'h3' = `h${level}`
  const named = share.studies.map(({ studyInstanceUID }) => heads.get(studyInstanceUID))
  const patients = named.map((head) =>
    head ? formatPersonName(head.patientName) || t.text('patient.nameless') : s.text('row.hidden'),
  )
  const [head] = named
  const facts = [
    ...(head?.studyDate ? [formatDicomDate(head.studyDate, t.locale)] : []),
    ...(named.length > 1 && head?.studyDescription ? [s.plural('row.study', named.length)] : []),
  ]
  return (
    <>
      <Heading {...(headingId !== undefined && { id: headingId })} class="row-patient">
        {[...new Set(patients)].map((patient, index) => (
          <span key={patient}>
            {index > 0 && ' · '}
            <bdi>{patient}</bdi>
          </span>
        ))}
      </Heading>
      <p>
        <bdi>{head?.studyDescription?.trim() || s.plural('row.study', named.length)}</bdi>
        {facts.map((fact) => (
          <span class="muted" key={fact}>
            {' · '}
            {fact}
          </span>
        ))}
      </p>
      {share.recipient !== null && (
        <p>
          <bdi>{s.text('row.for', { recipient: share.recipient })}</bdi>
        </p>
      )}
    </>
  )
}
