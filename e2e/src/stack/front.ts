import type { GatewayOptions } from './gateway/app.ts'
import type { StackPart } from './part.ts'

/** What stands behind the server at the public port, and how it is reached. */
export type Behind = GatewayOptions

/** The server at the public port. It has its address first, so that the parts behind can be told it. */
export interface Front extends StackPart {
  serve(behind: Behind): Promise<void> | void
}
