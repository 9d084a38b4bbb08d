import { sampleStudies, type SampleStudy } from '../src/samples/catalog.ts'
import { makeVolume } from '../src/samples/make-volume.ts'
import { thorax } from '../src/samples/phantoms.ts'
import { basicAuthorization } from '../src/stack/part.ts'
import type { OrthancServer } from '../src/stack/orthanc.ts'

/** Of the soak's own: no sample has as many images. */
const study: SampleStudy = {
  ...sampleStudies.mrKnee,
  studyInstanceUID: '2.25.2026111600000000000000000000300',
  modality: 'CT',
}

/** Makes a study of so many images of 256 × 256 and puts it into Orthanc. */
export async function storeStudy(orthanc: OrthancServer, images: number) {
  const files = makeVolume(study, {
    phantom: thorax,
    series: { number: 1, description: 'Axial 1 mm' },
    sliceCount: images,
    size: 256,
    pixelSpacing: 1.4,
    sliceSpacing: 1,
    window: { center: 40, width: 400 },
  })
  const headers = { Authorization: basicAuthorization(orthanc.credentials) }
  for (const file of files) {
    const answer = await fetch(`${orthanc.url}/instances`, {
      method: 'POST',
      headers,
      body: new Uint8Array(file),
    })
    if (!answer.ok) throw new Error(`Orthanc answered ${answer.status} to an upload`)
  }
  const { studyInstanceUID } = study
  const found = await fetch(`${orthanc.url}/dicom-web/studies/${studyInstanceUID}/instances`, { headers })
  const instances = (await found.json()) as Record<string, { Value: string[] }>[]
  const paths = instances.map((instance) => {
    const value = (tag: string) => instance[tag]?.Value[0] ?? ''
    return `/dicom-web/studies/${studyInstanceUID}/series/${value('0020000E')}/instances/${value('00080018')}/frames/1`
  })
  if (paths.length !== images) throw new Error(`Orthanc has ${paths.length} of ${images} images`)
  /** Of the images' pixels, below Orthanc's own root. */
  return { studyInstanceUID, paths }
}
