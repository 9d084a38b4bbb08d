/**
 * A border between OHIF and us: whatever `work` throws, now or later, is told on the console and goes no further.
 * Only the kind of error is told: a message could quote a header or a study.
 */
export const guarded =
  <Input extends unknown[]>(work: (...input: Input) => unknown) =>
  async (...input: Input): Promise<void> => {
    try {
      await work(...input)
    } catch (error) {
      // oxlint-disable-next-line no-console -- an engineer who looks for the button looks there
      console.warn(`StudyLink: ${error instanceof Error ? error.name : 'failed'}; OHIF goes on without it.`)
    }
  }
