/** Fingers on a small screen, in either orientation. The shorter side tells a phone from a tablet. */
export const isPhone = (): boolean =>
  matchMedia('(pointer: coarse) and (max-width: 640px), (pointer: coarse) and (max-height: 480px)').matches
