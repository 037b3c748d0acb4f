package io.github.influx2tdengine.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskSharesTest {
  @Test
  void theLargestMeasurementsGoFirstToTheTaskWithLeast() {
    List<List<String>> shares =
        TaskShares.share(
            List.of("a", "b", "c", "d"), Map.of("a", 1L, "b", 100L, "c", 60L, "d", 50L), 2);
    assertThat(shares).containsExactly(List.of("b", "a"), List.of("c", "d"));
  }

  @Test
  void noTaskIsWithoutAMeasurementUnlessThereIsNone() {
    assertThat(TaskShares.share(List.of("a"), Map.of(), 3)).containsExactly(List.of("a"));
    assertThat(TaskShares.share(List.of(), Map.of(), 3)).containsExactly(List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 1",
    "0, 1, 2, 2",
    "0, 1, 64, 4",
    "0, 2, 2, 1",
    "0, 2, 3, 2",
    "1, 2, 3, 1",
    "1, 2, 5, 2",
    "2, 3, 4, 1",
  })
  void tasksReadAsManyWindowsTogetherAsThereMayBeTasks(
      int number, int tasks, int most, int expected) {
    assertThat(TaskShares.windows(number, tasks, most)).isEqualTo(expected);
  }
}
