package io.github.influx2tdengine.replicator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.influx2tdengine.source.plan.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ProgressFileTest {
  @TempDir Path temp;

  private static void save(Path directory) {
    new ProgressFile(Optional.of(directory.resolve("verify.json")), "it", new Window(0, 1))
        .saveNow(List.of(), List.of());
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void itsDirectoryIsForItsOwnerOnly() throws IOException {
    Path directory = temp.resolve("data");
    save(directory);
    assertThat(permissions(directory)).isEqualTo("rwx------");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    save(directory);
    assertThat(permissions(directory)).isEqualTo("rwx------");
  }

  @Test
  void aDirectoryOfSomebodyElsesFilesIsLeftAsItIs() throws IOException {
    Path directory = Files.createDirectory(temp.resolve("home"));
    Files.createFile(directory.resolve("letter"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    save(directory);
    assertThat(permissions(directory)).isEqualTo("rwxr-xr-x");
  }
}
