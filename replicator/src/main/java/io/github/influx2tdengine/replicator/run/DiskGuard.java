package io.github.influx2tdengine.replicator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Decides when reading has to stop because the disk under the data directory runs full, and when it
 * may go on: below the floor, and above one and a half times of it.
 */
final class DiskGuard {
  enum Verdict {
    UNCHANGED,
    PAUSE,
    RESUME
  }

  private final long floorBytes;
  private final LongSupplier freeBytes;
  private boolean paused;

  /**
   * @param paused whether reading has stopped already
   */
  DiskGuard(long floorBytes, LongSupplier freeBytes, boolean paused) {
    this.floorBytes = floorBytes;
    this.freeBytes = freeBytes;
    this.paused = paused;
  }

  /** Free bytes of the file system that holds a directory; many where it does not say. */
  static LongSupplier freeBytesOf(Path directory) {
    return () -> {
      try {
        return Files.getFileStore(directory).getUsableSpace();
      } catch (IOException e) {
        return Long.MAX_VALUE;
      }
    };
  }

  Verdict look() {
    long free = freeBytes.getAsLong();
    if (!paused && free < floorBytes) {
      paused = true;
      return Verdict.PAUSE;
    }
    if (paused && free > floorBytes + floorBytes / 2) {
      paused = false;
      return Verdict.RESUME;
    }
    return Verdict.UNCHANGED;
  }

  boolean paused() {
    return paused;
  }

  String explain() {
    return "%d MB free on the disk of the data directory, the floor is %d MB (--min-free-mb)"
        .formatted(freeBytes.getAsLong() >> 20, floorBytes >> 20);
  }
}
