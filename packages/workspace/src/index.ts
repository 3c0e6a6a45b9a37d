export type { FileErrorCode } from './file-error.ts'
export type { Entry, FileSlice, Folder, Listing, ListOptions, Usage } from './folder.ts'
export type { Owner } from './handles.ts'
export { openWorkspace, type Workspace, type WorkspaceOptions } from './workspace.ts'
