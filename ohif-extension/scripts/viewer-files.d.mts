export declare const listViewerFiles: (
  files: { name: string; bytes: number }[],
  page: string,
  read: (name: string) => string,
) => { files: string[]; program?: string }
