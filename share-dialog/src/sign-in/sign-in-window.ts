/** Call it in the handler of a click, or browsers block it; where it leads is known a moment later. */
export const openSignInWindow = (): Window | null => open('', '_blank', 'popup,width=480,height=680')
