/** Saves a file from memory; the anchor stands in `root`, where it may be pressed. */
export const saveFile = (file: Blob, name: string, root: Node) => {
  const url = URL.createObjectURL(file)
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.hidden = true
  root.appendChild(anchor)
  anchor.click()
  anchor.remove()
  URL.revokeObjectURL(url)
}
