/** OHIF's name for this extension: the npm package's name. */
export const id = '@studylink/ohif-extension'
