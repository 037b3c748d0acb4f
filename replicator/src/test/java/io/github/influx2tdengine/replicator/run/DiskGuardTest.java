package io.github.influx2tdengine.replicator.run;

import static io.github.influx2tdengine.replicator.run.DiskGuard.Verdict.PAUSE;
import static io.github.influx2tdengine.replicator.run.DiskGuard.Verdict.RESUME;
import static io.github.influx2tdengine.replicator.run.DiskGuard.Verdict.UNCHANGED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DiskGuardTest {
  private final AtomicLong free = new AtomicLong(5_000);
  private final DiskGuard guard = new DiskGuard(1_000, free::get, false);

  @Test
  void readingStopsBelowTheFloorAndGoesOnWellAboveIt() {
    assertThat(guard.look()).isEqualTo(UNCHANGED);
    free.set(999);
    assertThat(guard.look()).isEqualTo(PAUSE);
    assertThat(guard.look()).isEqualTo(UNCHANGED);
    // Just above the floor is not enough, or it would go on and off.
    free.set(1_400);
    assertThat(guard.look()).isEqualTo(UNCHANGED);
    free.set(1_501);
    assertThat(guard.look()).isEqualTo(RESUME);
    assertThat(guard.look()).isEqualTo(UNCHANGED);
  }

  @Test
  void whatAnEarlierProcessStoppedGoesOn() {
    DiskGuard next = new DiskGuard(1_000, free::get, true);
    free.set(1_400);
    assertThat(next.look()).isEqualTo(UNCHANGED);
    free.set(1_501);
    assertThat(next.look()).isEqualTo(RESUME);
  }
}
