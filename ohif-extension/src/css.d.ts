/** CSS as text, for constructed style sheets (Vite's `?inline`). */
declare module '*.css?inline' {
  const css: string
  export default css
}
