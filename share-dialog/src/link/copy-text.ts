/**
 * Copies the text of a field. `navigator.clipboard` exists in secure contexts only, and hospitals run viewers on
 * plain http: there the field is selected and the old command copies it. The field must lie inside the open modal
 * dialog, since everything outside it is inert.
 *
 * @returns whether it was copied; if not, the text is left selected for the keyboard.
 */
export const copyField = async (field: HTMLInputElement): Promise<boolean> => {
  try {
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(field.value)
      return true
    }
  } catch {
    // Denied by a permission or a policy: the command below often still may.
  }
  return copyByCommand(field)
}

const copyByCommand = (field: HTMLInputElement): boolean => {
  const root = field.getRootNode() as Document | ShadowRoot
  const focused = root.activeElement as HTMLElement | null
  field.focus({ preventScroll: true })
  field.select()
  let copied = false
  try {
    copied = document.execCommand('copy')
  } catch {
    copied = false
  }
  if (copied) focused?.focus({ preventScroll: true })
  return copied
}
