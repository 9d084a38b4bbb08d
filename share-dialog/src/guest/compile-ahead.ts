/**
 * Has the browser compile the viewer's program while the guest reads: V8 keeps what it has compiled for the next page
 * in the same process, and the viewer then starts with it. The program runs in a hidden frame that has none of the
 * elements that it draws into, so it ends there; the frame inherits this page's content security policy, and is taken
 * away at once. Only where the browser tells of enough memory (Device Memory API: Chromium's, which gain from it).
 *
 * @param program a script of this origin
 */
export const compileAhead = async (
  program: URL,
  { gigabytes = deviceMemory() }: { gigabytes?: number } = {},
): Promise<void> => {
  if (gigabytes < ENOUGH_GIGABYTES) return
  const script = document.createElement('script')
  // Written into the frame's source and not added to it: V8 tells scripts of the parser from others.
  script.setAttribute('src', program.href)
  const frame = document.createElement('iframe')
  frame.hidden = true
  frame.srcdoc = script.outerHTML
  await new Promise((resolve) => {
    frame.addEventListener('load', resolve, { once: true })
    document.body.append(frame)
  })
  frame.remove()
}

const ENOUGH_GIGABYTES = 4

const deviceMemory = (): number => (navigator as { deviceMemory?: number }).deviceMemory ?? 0
