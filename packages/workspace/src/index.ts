export type { FileErrorCode } from './file-error.ts'
export type {
  Entry,
  FileContent,
  FileSlice,
  FileStat,
  Folder,
  GrepOptions,
  Listing,
  ListOptions,
  OpenFile,
  Quota,
  Room,
  SearchOptions,
  TextMatch,
  TextMatches,
  Usage,
  WriteOptions,
} from './folder.ts'
export type { Owner } from './handles.ts'
export { openWorkspace, type Workspace, type WorkspaceOptions } from './workspace.ts'
