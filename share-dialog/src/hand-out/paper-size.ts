/** Where paper is measured in inches (CLDR's measurement data); everywhere else it is A4. */
const letterRegions = new Set([
  'US',
  'CA',
  'MX',
  'BZ',
  'CL',
  'CO',
  'CR',
  'GT',
  'NI',
  'PA',
  'PH',
  'PR',
  'SV',
  'VE',
])

/** The sheet that printers of this region hold. */
export const paperSize = (locale: string): 'A4' | 'letter' => {
  const { region } = new Intl.Locale(locale)
  return region !== undefined && letterRegions.has(region) ? 'letter' : 'A4'
}
