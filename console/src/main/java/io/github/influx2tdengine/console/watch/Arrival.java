package io.github.influx2tdengine.console.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * How far what was read has come to TDengine. Reading tells its watermark and what Kafka has
 * acknowledged by then; once the sink has committed past that, everything up to the watermark is in
 * TDengine.
 */
final class Arrival {
  /** With more, every second one goes: the longer the sink is behind, the coarser that is told. */
  private static final int MARKS = 200;

  private record Mark(Instant watermark, Map<String, Long> acknowledged) {}

  /** What is not in TDengine yet, oldest first. */
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();

  private Optional<Instant> arrived = Optional.empty();
  private Duration behind = Duration.ZERO;

  /**
   * Takes what is known now.
   *
   * @param watermark how far all measurements were read
   * @param acknowledged by {@code topic-partition}, the offset of the last record that Kafka has;
   *     of the topics that the sink reads. What a task says has to be made up for what Kafka had
   *     before that task began
   * @param committed by {@code topic-partition}, the first offset that the sink is not done with
   */
  void look(Instant watermark, Map<String, Long> acknowledged, Map<String, Long> committed) {
    Map<String, Long> all = new HashMap<>(acknowledged);
    if (!marks.isEmpty()) {
      // A task that was restarted has nothing acknowledged; what was on its way still is.
      marks.getLast().acknowledged.forEach((each, offset) -> all.merge(each, offset, Math::max));
    }
    Optional<Instant> furthest = marks.isEmpty() ? arrived : Optional.of(marks.getLast().watermark);
    if (furthest.filter(watermark::isBefore).isPresent()) {
      // Somebody has set reading back: what is read now comes anew.
      marks.clear();
      arrived = Optional.empty();
    } else if (!marks.isEmpty() && watermark.equals(furthest.get())) {
      marks.removeLast();
    }
    marks.add(new Mark(watermark, all));
    while (!marks.isEmpty() && written(marks.peek().acknowledged, committed)) {
      arrived = Optional.of(marks.poll().watermark);
    }
    if (marks.size() > MARKS) {
      thin();
    }
    behind =
        marks.isEmpty()
            ? Duration.ZERO
            : Duration.between(arrived.orElse(marks.peek().watermark), watermark);
  }

  private static boolean written(Map<String, Long> acknowledged, Map<String, Long> committed) {
    return acknowledged.entrySet().stream()
        .allMatch(each -> committed.getOrDefault(each.getKey(), 0L) > each.getValue());
  }

  private void thin() {
    Mark newest = marks.getLast();
    boolean remove = false;
    for (Iterator<Mark> each = marks.iterator(); each.hasNext(); remove = !remove) {
      Mark mark = each.next();
      if (remove && mark != newest) {
        each.remove();
      }
    }
  }

  /** Whether everything that Kafka had at the last look is in TDengine. */
  boolean complete() {
    return known() && marks.isEmpty();
  }

  /** Whether anything was seen to arrive, so that it is known how far TDengine is. */
  boolean known() {
    return arrived.isPresent();
  }

  /**
   * How far TDengine was behind reading at the last look, in the points' own time; at least that,
   * where it is not known how far it is.
   */
  Duration behind() {
    return behind;
  }
}
