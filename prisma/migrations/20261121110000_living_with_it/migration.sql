ALTER TABLE "InboxMessage" ADD COLUMN "albumId" TEXT;

ALTER TABLE "Turn" ADD COLUMN "attempt" INTEGER NOT NULL DEFAULT 0;
CREATE INDEX "Turn_status_finishedAt_idx" ON "Turn"("status", "finishedAt");

CREATE TABLE "Person" (
    "userId" BIGINT NOT NULL PRIMARY KEY,
    "timeZone" TEXT
);

CREATE TABLE "Conversation" (
    "chatId" BIGINT NOT NULL PRIMARY KEY,
    "freshAfter" INTEGER NOT NULL
);

CREATE TABLE "Attachment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "chatId" BIGINT NOT NULL,
    "userId" BIGINT NOT NULL,
    "traceId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "fileId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "mime" TEXT,
    "bytes" BIGINT,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "problem" TEXT,
    "createdAt" DATETIME NOT NULL
);
CREATE INDEX "Attachment_state_createdAt_idx" ON "Attachment"("state", "createdAt");
CREATE INDEX "Attachment_userId_idx" ON "Attachment"("userId");

CREATE TABLE "Approval" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "subject" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "chatId" BIGINT NOT NULL,
    "userId" BIGINT NOT NULL,
    "traceId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "args" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "pattern" TEXT,
    "card" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'asked',
    "askedAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "decidedAt" DATETIME
);
CREATE UNIQUE INDEX "Approval_subject_step_key" ON "Approval"("subject", "step");
CREATE INDEX "Approval_state_expiresAt_idx" ON "Approval"("state", "expiresAt");
CREATE INDEX "Approval_userId_idx" ON "Approval"("userId");

CREATE TABLE "Grant" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "chatId" BIGINT NOT NULL,
    "userId" BIGINT NOT NULL,
    "pattern" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL
);
CREATE UNIQUE INDEX "Grant_chatId_userId_pattern_key" ON "Grant"("chatId", "userId", "pattern");

CREATE TABLE "Reminder" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "chatId" BIGINT NOT NULL,
    "userId" BIGINT NOT NULL,
    "createdBy" BIGINT NOT NULL,
    "traceId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "rule" TEXT,
    "dueAt" DATETIME NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'scheduled',
    "changeAskedAt" DATETIME,
    "createdAt" DATETIME NOT NULL
);
CREATE INDEX "Reminder_state_dueAt_idx" ON "Reminder"("state", "dueAt");
CREATE INDEX "Reminder_userId_state_idx" ON "Reminder"("userId", "state");

CREATE TABLE "ReminderFiring" (
    "reminderId" TEXT NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "firedAt" DATETIME NOT NULL,
    CONSTRAINT "ReminderFiring_reminderId_fkey" FOREIGN KEY ("reminderId") REFERENCES "Reminder" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    PRIMARY KEY ("reminderId", "dueAt")
);
CREATE INDEX "ReminderFiring_firedAt_idx" ON "ReminderFiring"("firedAt");

CREATE TABLE "Note" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" BIGINT NOT NULL,
    "text" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "changedAt" DATETIME NOT NULL
);
CREATE INDEX "Note_userId_createdAt_idx" ON "Note"("userId", "createdAt");

CREATE TABLE "BegunCall" (
    "turnId" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    CONSTRAINT "BegunCall_turnId_fkey" FOREIGN KEY ("turnId") REFERENCES "Turn" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    PRIMARY KEY ("turnId", "step")
);

CREATE TABLE "IncidentKind" (
    "fingerprint" TEXT NOT NULL PRIMARY KEY,
    "title" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "firstAt" DATETIME NOT NULL,
    "lastAt" DATETIME NOT NULL,
    "lastId" TEXT NOT NULL,
    "toldAt" DATETIME,
    "toldCount" INTEGER NOT NULL DEFAULT 0
);
