import { DatabaseSync } from 'node:sqlite'

/** Counts in the database itself what is written, whoever writes it. */
export class Audit implements Disposable {
  readonly #database: DatabaseSync

  constructor(path: string) {
    this.#database = new DatabaseSync(path)
    this.#database.exec(`
      CREATE TABLE "Written" ("what" TEXT NOT NULL);
      CREATE TRIGGER "sentence_written" AFTER UPDATE OF "sentence" ON "Turn" BEGIN
        INSERT INTO "Written" VALUES ('sentence ' || new."id");
      END;
      CREATE TRIGGER "summary_written" AFTER INSERT ON "Summary" BEGIN
        INSERT INTO "Written" VALUES (new."kind" || ' ' || new."userId" || ' ' || new."period");
      END;
      CREATE TRIGGER "summary_changed" AFTER UPDATE ON "Summary" BEGIN
        INSERT INTO "Written" VALUES ('renewed ' || new."userId" || ' ' || new."period");
      END;
    `)
  }

  /** What was written, and how often: once each, if all is well. */
  counts(): Map<string, number> {
    const rows = this.all<{ what: string; times: number }>(
      `SELECT "what", count(*) AS "times" FROM "Written" GROUP BY "what" ORDER BY "what"`,
    )
    return new Map(rows.map(({ what, times }) => [what, times]))
  }

  all<Row>(text: string): Row[] {
    return this.#database.prepare(text).all() as Row[]
  }

  run(text: string): void {
    this.#database.exec(text)
  }

  [Symbol.dispose]() {
    this.#database.close()
  }
}
