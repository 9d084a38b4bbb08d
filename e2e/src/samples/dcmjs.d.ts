/** The part of dcmjs that the samples use; the package has no types of its own. */
declare module 'dcmjs' {
  type Dataset = Record<string, unknown>
  interface DicomDict {
    dict: Dataset
    meta: Dataset
    write(): ArrayBuffer
  }
  export const data: {
    DicomDict: new (meta: Dataset) => DicomDict
    DicomMessage: { readFile(buffer: ArrayBuffer): DicomDict }
    DicomMetaDictionary: {
      denaturalizeDataset(dataset: Dataset): Dataset
      naturalizeDataset(dataset: Dataset): Dataset
    }
  }
}
