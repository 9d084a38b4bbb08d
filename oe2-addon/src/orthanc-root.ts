const OE2_APP = '/ui/app/'

/**
 * Where Orthanc answers, seen from OE2's page: what stands before OE2's own `/ui/app/`. Installations that moved
 * OE2 name it in the script's address: `oe2-addon.js?orthancRoot=/orthanc/`.
 */
export const orthancRootOf = (pageUrl: string, scriptUrl: string): URL => {
  const named = new URL(scriptUrl).searchParams.get('orthancRoot')
  if (named !== null) return new URL(named.replace(/\/*$/, '/'), pageUrl)
  const { pathname } = new URL(pageUrl)
  const end = pathname.indexOf(OE2_APP)
  return new URL(end === -1 ? '/orthanc/' : `${pathname.slice(0, end)}/`, pageUrl)
}
