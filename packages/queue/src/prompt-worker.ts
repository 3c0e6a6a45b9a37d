import { Worker, type Job } from 'bullmq'

/**
 * Begins a job as soon as it has it.
 *
 * BullMQ asks for the next job before it begins the one that it has, and again, as far as its concurrency goes: of a
 * burst the first one waits until the last one is fetched, and a single one for the word that there is no other. Each
 * fetched job leaves a marker in Redis, which wakes whoever waits for work: here that marker has the next one asked for.
 */
export class PromptWorker extends Worker {
  /** A marker stands for what else may be in the queue. */
  #isMarked = false

  protected override async moveToActive(token: string, name?: string): Promise<Job> {
    if (this.#isMarked) {
      this.#isMarked = false
      // As when the queue is empty: what is fetched begins, and the marker is waited for.
      return this.nextJobFromJobData()
    }
    const job: Job | undefined = await super.moveToActive(token, name)
    this.#isMarked = job !== undefined
    return job
  }

  /** Called before each wait for a marker, which takes the marker away. */
  protected override getBlockTimeout(blockUntil: number): number {
    this.#isMarked = false
    return super.getBlockTimeout(blockUntil)
  }
}
