package io.github.influx2tdengine.replicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.influx2tdengine.testkit.data.HardData;
import io.github.influx2tdengine.testkit.servers.InfluxServer;
import io.github.influx2tdengine.testkit.servers.Pace;
import io.github.influx2tdengine.testkit.servers.Servers;
import io.github.influx2tdengine.testkit.servers.TdengineServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the real launcher, from end to end. */
class ReplicateIT {
  private static final String BUCKET = "replicator_run";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TdengineServer tdengine = Servers.tdengine();

  @TempDir Path temp;

  @Test
  void hardDataArrivesEqualAndNoSecretStaysOnDisk() throws Exception {
    try (InfluxServer influx = Servers.startInflux1WithAuth()) {
      influx.createBucket(BUCKET);
      influx.write(BUCKET, new HardData(3, false).lines());
      tdengine.sql("DROP DATABASE IF EXISTS " + BUCKET);
      List<String> arguments = new ArrayList<>(List.of("replicate"));
      arguments.addAll(Launched.connection(influx, BUCKET, tdengine, BUCKET));
      arguments.addAll(List.of("--begin", "earliest", "--end", "2030-01-01T00:00:00Z"));
      arguments.addAll(List.of("--data-dir", data().toString(), "--min-free-mb", "64"));
      arguments.addAll(List.of("--json", "--verify", "--keep-records"));
      // By the user's choice the password is an argument here; it must not be one of the JVM.
      arguments.addAll(List.of("--influx-password", influx.password()));
      try (Launched run =
          Launched.start(temp, Map.of("TDENGINE_PASSWORD", tdengine.password()), arguments)) {
        await().atMost(Duration.ofMinutes(5)).until(() -> Files.exists(data().resolve("kafka")));
        assertThat(Files.readString(Path.of("/proc/" + run.pid() + "/cmdline")))
            .contains("influx2tdengine")
            .doesNotContain(influx.password());
        int code = run.exitCode(600);
        assertThat(code).as(run.out() + run.err()).isZero();
        JsonNode result = JSON.readTree(run.lastLine());
        assertThat(result.path("verify").path("equal").asBoolean()).isTrue();
        assertThat(result.path("points").asLong()).isPositive();
        assertThat(result.path("refused").asLong()).isZero();
        assertThat(result.path("errors")).isEmpty();
        assertThat(result.path("measurements").asInt()).isGreaterThan(1);
        assertThat(result.path("points_per_second").asLong()).isPositive();
        assertThat(run.out() + run.err()).doesNotContain(influx.password());
      }
      assertNowhere(influx.password());
    } finally {
      tdengine.sql("DROP DATABASE IF EXISTS " + BUCKET);
    }
  }

  @Test
  void aRunWithoutEndFollowsAndStopsCleanlyOnSigterm() throws Exception {
    InfluxServer influx = Servers.influx1();
    influx.createBucket(BUCKET);
    tdengine.sql("DROP DATABASE IF EXISTS " + BUCKET);
    influx.write(BUCKET, line(1));
    List<String> arguments = new ArrayList<>(List.of("replicate"));
    arguments.addAll(Launched.connection(influx, BUCKET, tdengine, BUCKET));
    arguments.addAll(List.of("--begin", Instant.now().minusSeconds(3600).toString()));
    arguments.addAll(List.of("--data-dir", data().toString(), "--min-free-mb", "64"));
    arguments.addAll(List.of("--source", "delay.ms=0", "--source", "poll.interval.ms=200"));
    try (Launched run = Launched.start(temp, Launched.secrets(influx, tdengine), arguments)) {
      awaitRows(run, 1);
      influx.write(BUCKET, line(2));
      awaitRows(run, 2);
      long begin = System.nanoTime();
      run.terminate();
      assertThat(run.exitCode(600)).as(run.out() + run.err()).isZero();
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isLessThan(Pace.stretched(Duration.ofSeconds(20)));
      assertThat(run.out()).contains("run the same command again to go on");
    } finally {
      influx.dropBucket(BUCKET);
      tdengine.sql("DROP DATABASE IF EXISTS " + BUCKET);
    }
  }

  private static String line(int value) {
    Instant now = Instant.now();
    return "m,tag=a value=%di %d%09d".formatted(value, now.getEpochSecond(), now.getNano());
  }

  private void awaitRows(Launched run, long rows) {
    await()
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(200))
        .ignoreException(IllegalStateException.class)
        .failFast("the run goes on", run::assertAlive)
        .until(
            () ->
                ((Number) tdengine.sql("SELECT COUNT(*) FROM " + BUCKET + ".`m`").single())
                        .longValue()
                    == rows);
  }

  private Path data() {
    return temp.resolve("data");
  }

  private void assertNowhere(String secret) throws IOException {
    byte[] wanted = secret.getBytes(StandardCharsets.UTF_8);
    try (Stream<Path> files = Files.walk(data())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(indexOf(Files.readAllBytes(file), wanted)).as(file.toString()).isNegative();
      }
    }
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      int at = 0;
      while (at < wanted.length && bytes[i + at] == wanted[at]) {
        at++;
      }
      if (at == wanted.length) {
        return i;
      }
    }
    return -1;
  }
}
