export { tokensOf } from '../../services/agent/src/domain/tokens.ts'
