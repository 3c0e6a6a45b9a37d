export { distanceBetween } from './distance-between.ts'
