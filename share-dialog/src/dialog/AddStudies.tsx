import { formatDicomDate, formatPersonName } from '../study/dicom-formats.ts'
import type { StudyHead } from '../study/study-head.ts'
import type { DialogTranslator } from '../i18n/dialog-translator.ts'
import type { ShareStore } from './share-store.ts'

export interface AddStudiesProps {
  store: Pick<ShareStore, 'state' | 'addable' | 'setAdded'>
  t: DialogTranslator
}

/** Offers the other studies that are open beside the one to share. Each names its patient: it may be another. */
export function AddStudies({ store, t }: AddStudiesProps) {
  const { state } = store.state.value
  const addable = store.addable.value
  if (addable.length === 0 || (state !== 'editing' && state !== 'confirming')) return null
  return (
    <fieldset class="field">
      <legend class="label">{t.text('add.legend')}</legend>
      {addable.map(({ study, added }) => (
        <label class="check" key={study.studyInstanceUID}>
          <input
            type="checkbox"
            checked={added}
            onChange={(event) => store.setAdded(study.studyInstanceUID, event.currentTarget.checked)}
          />
          <span>
            <bdi>{study.studyDescription?.trim() || t.text('study.undescribed')}</bdi>
            <span class="add-study-facts">{whoAndWhen(study, t)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

const whoAndWhen = (study: StudyHead, t: DialogTranslator): string =>
  [
    formatPersonName(study.patientName) || t.text('patient.nameless'),
    formatDicomDate(study.studyDate, t.locale) || t.text('study.undated'),
  ].join(' · ')
