/**
 * The library, without the warning that it prints on loading under Node 20: the parts that are used here
 * run on it, as this package's tests show.
 */
const { warn } = console
console.warn = () => {}
export const oidcProvider = await import('oidc-provider')
console.warn = warn
