/** The guard in front of a stock Orthanc, and its narrowed searches. */
export { createGatewayRoutes, type GatewayDeps } from './routes.ts'
