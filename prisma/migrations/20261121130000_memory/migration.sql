-- What was said, in pieces that search reads. The text itself stays in "Turn" and "Note".
CREATE TABLE "Passage" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "userId" BIGINT NOT NULL,
    "chatId" BIGINT NOT NULL,
    "sourceId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "chunk" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "date" TEXT NOT NULL,
    "body" TEXT NOT NULL
);
CREATE UNIQUE INDEX "Passage_sourceId_role_chunk_key" ON "Passage"("sourceId", "role", "chunk");
CREATE INDEX "Passage_userId_at_idx" ON "Passage"("userId", "at");

-- Holds no text of its own, words alone: what they were said in is in "Passage" under the same id.
CREATE VIRTUAL TABLE "PassageIndex" USING fts5(
    "body", "date", "ctx", "fact", "owner",
    tokenize = 'porter unicode61 remove_diacritics 2', content = '', contentless_delete = 1
);
CREATE TRIGGER "Passage_deleted" AFTER DELETE ON "Passage" BEGIN
    DELETE FROM "PassageIndex" WHERE rowid = old."id";
END;

-- The different words of each person's passages and how many of them hold it: what is rare, what was mistyped.
CREATE TABLE "Word" (
    "userId" BIGINT NOT NULL,
    "word" TEXT NOT NULL,
    "passages" INTEGER NOT NULL,
    PRIMARY KEY ("userId", "word")
);

CREATE TABLE "Summary" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "userId" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "fromNumber" INTEGER NOT NULL,
    "throughNumber" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "sentences" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);
CREATE UNIQUE INDEX "Summary_userId_kind_period_key" ON "Summary"("userId", "kind", "period");
CREATE INDEX "Summary_userId_kind_throughNumber_idx" ON "Summary"("userId", "kind", "throughNumber");
