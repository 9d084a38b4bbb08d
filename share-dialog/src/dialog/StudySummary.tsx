import { formatDicomDate, formatPersonName, listModalities } from '../study/dicom-formats.ts'
import type { PatientGroup } from '../study/group-by-patient.ts'
import type { StudyHead } from '../study/study-head.ts'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'

export interface StudySummaryProps {
  id: string
  patients: PatientGroup[]
  t: DialogTranslator
}

/** Names what is about to leave the house. The wrong patient is the risk here, so the patient comes first. */
export function StudySummary({ id, patients, t }: StudySummaryProps) {
  return (
    <section id={id} class={patients.length > 1 ? 'summary summary-many' : 'summary'}>
      {patients.map(({ patient, studies }) => (
        <div class="patient" key={studies[0].studyInstanceUID}>
          <Patient patient={patient} t={t} />
          <ul class="studies">
            {studies.map((study) => (
              <Study key={study.studyInstanceUID} study={study} t={t} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

function Patient({ patient, t }: { patient: PatientGroup['patient']; t: DialogTranslator }) {
  const birthDate = formatDicomDate(patient.patientBirthDate, t.locale)
  return (
    <>
      <h3 class="patient-name">
        <bdi>{formatPersonName(patient.patientName) || t.text('patient.nameless')}</bdi>
      </h3>
      <dl class="facts">
        {birthDate !== '' && (
          <div>
            <dt>{t.text('patient.born')}</dt>
            <dd>{birthDate}</dd>
          </div>
        )}
        {patient.patientId && (
          <div>
            <dt>{t.text('patient.id')}</dt>
            <dd>
              <bdi>{patient.patientId}</bdi>
            </dd>
          </div>
        )}
      </dl>
    </>
  )
}

function Study({ study, t }: { study: StudyHead; t: DialogTranslator }) {
  return (
    <li class="study">
      <span class="study-description">
        <bdi>{study.studyDescription?.trim() || t.text('study.undescribed')}</bdi>
      </span>
      <span class="study-facts">
        {formatDicomDate(study.studyDate, t.locale) || t.text('study.undated')}
        {listModalities(study.modalities).map((modality) => (
          <span class="modality" key={modality}>
            {modality}
          </span>
        ))}
        {study.accessionNumber && (
          <bdi class="accession">{t.text('study.accession', { accessionNumber: study.accessionNumber })}</bdi>
        )}
      </span>
    </li>
  )
}
