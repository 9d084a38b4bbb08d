/**
 * Fills a template in as the official image of nginx does with envsubst: `${NAME}` and `$NAME` of a variable that is
 * there become its value, everything else is nginx's own. Pure.
 */
export const fillTemplate = (template: string, variables: Readonly<Record<string, string>>): string =>
  template.replaceAll(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (text, braced: string | undefined, bare: string | undefined) => {
      const name = braced ?? bare ?? ''
      return Object.hasOwn(variables, name) ? (variables[name] ?? text) : text
    },
  )

/** Names that a template wants: in braces. nginx's own variables are written without. */
export const wantedVariables = (template: string): string[] =>
  [...template.matchAll(/\$\{(\w+)\}/g)].flatMap(([, name]) => (name === undefined ? [] : [name]))
