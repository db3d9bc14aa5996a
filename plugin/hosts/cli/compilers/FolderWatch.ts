import { watch, type FSWatcher } from "node:fs";
import path from "node:path";

/** Editors write a file in several steps, and tools write many. */
const QUIET_MS = 100;

/** Tells what has changed in some folders, not in those inside of them, when nothing more changes for a moment. */
export class FolderWatch {
  readonly #onChange: (names: readonly string[]) => void;
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(onChange: (names: readonly string[]) => void) {
    this.#onChange = onChange;
  }

  /** These, and no others. */
  watch(folders: ReadonlySet<string>): void {
    for (const folder of this.#watchers.keys()) if (!folders.has(folder)) this.#drop(folder);
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#add(folder);
  }

  #add(folder: string): void {
    let watcher: FSWatcher;
    try {
      watcher = watch(folder, (_event, name) => {
        this.#note(name === null ? folder : path.join(folder, name));
      });
    } catch {
      // It is gone already, of which the folder around it tells.
      return;
    }
    watcher.on("error", () => {
      this.#drop(folder);
    });
    this.#watchers.set(folder, watcher);
  }

  #drop(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  #note(name: string): void {
    this.#changed.add(name);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      const names = [...this.#changed];
      this.#changed.clear();
      this.#onChange(names);
    }, QUIET_MS);
  }
}
