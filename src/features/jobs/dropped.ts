// Files that somebody dropped or pasted, with all that is in dropped folders.

/** Files at most: more are no job here, and a wrong folder is not walked through. */
const MOST_FILES = 20_001;

/** Call it in the event's own turn: the browser takes the data back afterwards. */
export function filesOf(data: DataTransfer | null): Promise<File[]> {
  if (!data) return Promise.resolve([]);
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (!entries.some((entry) => entry.isDirectory)) return Promise.resolve([...data.files]);
  return walk(entries);
}

async function walk(entries: readonly FileSystemEntry[]): Promise<File[]> {
  const files: File[] = [];
  const left = [...entries];
  for (let entry = left.shift(); entry && files.length < MOST_FILES; entry = left.shift()) {
    if (isFile(entry)) files.push(await fileOf(entry));
    else if (isFolder(entry)) left.push(...(await childrenOf(entry)));
  }
  return files;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives some at a time, and none at its end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return children;
    children.push(...some);
  }
}
