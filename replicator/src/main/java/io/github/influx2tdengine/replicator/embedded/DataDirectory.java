package io.github.influx2tdengine.replicator.embedded;

import io.github.influx2tdengine.replicator.CommandFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that keeps one replication between its runs: the broker's logs (records not yet
 * written, offsets, connector configurations), the log file, and what the directory is for. It
 * serves one process at a time, held by a lock on the file {@code lock}.
 */
public final class DataDirectory implements AutoCloseable {
  /** Name of the file that says which replication a directory belongs to. */
  public static final String IDENTITY = "replication.properties";

  private static final String LOCK = "lock";

  /** How far a comparison is; {@code verify} may have made the directory for it alone. */
  private static final String COMPARISON = "verify.json";

  private static final Set<PosixFilePermission> OWNER =
      Set.copyOf(PosixFilePermissions.fromString("rwx------"));

  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataDirectory(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Makes the directory where it does not exist, readable for its owner only, and locks it.
   *
   * @throws CommandFailure when another process has it, or it cannot be made or written
   */
  public static DataDirectory open(Path path) {
    FileChannel channel = null;
    try {
      make(path);
      channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DataDirectory(path, channel, lock);
      }
      channel.close();
    } catch (OverlappingFileLockException e) {
      // This process has it already; the same answer as for another one.
      closeQuietly(channel, e);
    } catch (IOException e) {
      closeQuietly(channel, e);
      throw CommandFailure.failed(
          "data directory "
              + path
              + " cannot be used ("
              + e
              + "); choose another one with --data-dir",
          e);
    }
    throw CommandFailure.failed(
        "data directory "
            + path
            + " is used by another run; stop that one, or choose another directory with --data-dir"
            + " or another --name");
  }

  /**
   * Makes the directory where it does not exist, readable for its owner only; takes the others'
   * rights from one that exists.
   */
  public static void make(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      tighten(path);
      return;
    }
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      if (path.getParent() != null) {
        Files.createDirectories(path.getParent());
      }
      try {
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER));
      } catch (FileAlreadyExistsException e) {
        // Made by another run between the question and now; a plain file is refused by the lock.
        if (!Files.isDirectory(path)) {
          throw e;
        }
      }
    } else {
      Files.createDirectories(path);
    }
  }

  private static void tighten(Path path) {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    try {
      Set<PosixFilePermission> all = view.readAttributes().permissions();
      // One that all may write to, as /tmp, is no data directory of anybody's own.
      if (!OWNER.containsAll(all)
          && !all.contains(PosixFilePermission.OTHERS_WRITE)
          && isOurs(path)) {
        Set<PosixFilePermission> owner = EnumSet.copyOf(OWNER);
        owner.retainAll(all);
        view.setPermissions(owner);
      }
    } catch (IOException e) {
      // Another user's, or a file system without permissions: it is used as it is.
      LOG.debug("Permissions of {} stay as they are", path, e);
    }
  }

  /** Whether nothing is in it, or what a run or a comparison leaves in any. */
  private static boolean isOurs(Path path) throws IOException {
    if (Files.exists(path.resolve(LOCK)) || Files.exists(path.resolve(COMPARISON))) {
      return true;
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  private static void closeQuietly(FileChannel channel, Exception cause) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  public Path path() {
    return path;
  }

  /** Where the broker keeps its partitions and the controller its metadata. */
  public Path brokerLogs() {
    return path.resolve("kafka");
  }

  /** What broker, worker and connectors log. */
  public Path logFile() {
    return path.resolve("replicate.log");
  }

  /** Says which replication the directory belongs to. */
  public Path identityFile() {
    return path.resolve(IDENTITY);
  }

  /** Names the sources that were paused because the disk ran full. */
  public Path pausedFile() {
    return path.resolve("paused");
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw CommandFailure.failed("lock of data directory " + path + " could not be released", e);
    }
  }
}
