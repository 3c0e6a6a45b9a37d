CREATE TABLE "Turn" (
    "number" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "chatId" BIGINT NOT NULL,
    "userId" BIGINT NOT NULL,
    "replyToMessageId" INTEGER NOT NULL,
    "traceId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "startedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" DATETIME,
    "cancelRequestedAt" DATETIME,
    "answer" TEXT,
    "sentence" TEXT
);
CREATE UNIQUE INDEX "Turn_id_key" ON "Turn"("id");
CREATE INDEX "Turn_chatId_status_number_idx" ON "Turn"("chatId", "status", "number");
CREATE INDEX "Turn_status_startedAt_idx" ON "Turn"("status", "startedAt");

CREATE TABLE "InboxMessage" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "updateKey" TEXT NOT NULL,
    "chatId" BIGINT NOT NULL,
    "userId" BIGINT NOT NULL,
    "messageId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "sentAt" DATETIME NOT NULL,
    "traceId" TEXT NOT NULL,
    "turnId" TEXT,
    CONSTRAINT "InboxMessage_turnId_fkey" FOREIGN KEY ("turnId") REFERENCES "Turn" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "InboxMessage_updateKey_key" ON "InboxMessage"("updateKey");
CREATE INDEX "InboxMessage_chatId_turnId_id_idx" ON "InboxMessage"("chatId", "turnId", "id");
CREATE INDEX "InboxMessage_turnId_idx" ON "InboxMessage"("turnId");

CREATE TABLE "TurnStep" (
    "turnId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY ("turnId", "seq"),
    CONSTRAINT "TurnStep_turnId_fkey" FOREIGN KEY ("turnId") REFERENCES "Turn" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "Delivery" (
    "replyId" TEXT NOT NULL,
    "part" INTEGER NOT NULL,
    "chatId" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "messageId" INTEGER,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY ("replyId", "part")
);

CREATE TABLE "ModelUsage" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL,
    "userId" BIGINT NOT NULL,
    "purpose" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "promptTokens" INTEGER NOT NULL,
    "cachedTokens" INTEGER NOT NULL,
    "outputTokens" INTEGER NOT NULL,
    "thoughtTokens" INTEGER NOT NULL,
    "latencyMs" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "traceId" TEXT NOT NULL
);
CREATE INDEX "ModelUsage_userId_at_idx" ON "ModelUsage"("userId", "at");
CREATE INDEX "ModelUsage_at_idx" ON "ModelUsage"("at");
