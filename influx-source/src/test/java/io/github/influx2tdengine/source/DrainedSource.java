package io.github.influx2tdengine.source;

import io.github.influx2tdengine.points.PackedBlock;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * A source in a JVM of its own, without a broker, with exactly-once on: reads a bounded run to its
 * end, sums its records up and forgets them, and says what it saw. Arguments: {@code
 * setting=value…}; {@code tasks.max} counts.
 */
final class DrainedSource {
  private DrainedSource() {}

  public static void main(String[] arguments) throws InterruptedException {
    SourceRun run = new SourceRun();
    for (String argument : arguments) {
      run.with(argument.split("=", 2));
    }
    long begin = System.nanoTime();
    long points = 0;
    long records = 0;
    long transactions = 0;
    CRC32 sum = new CRC32();
    try (run) {
      run.start(Integer.parseInt(run.settings.getOrDefault("tasks.max", "1")));
      List<InfluxSourceTask> going = new ArrayList<>();
      for (int i = 0; i < run.taskCount(); i++) {
        going.add(run.task(i));
      }
      while (!going.isEmpty()) {
        for (InfluxSourceTask task : List.copyOf(going)) {
          List<SourceRecord> polled = task.poll();
          for (SourceRecord record : polled == null ? List.<SourceRecord>of() : polled) {
            byte[] value = (byte[]) record.value();
            // ByteArrayConverter hands the same bytes on.
            sum.update(value);
            points += PackedBlock.fromMessage(value).rows();
            records++;
            task.commitRecord(record, null);
          }
          transactions += polled == null ? 0 : 1;
          if (task.status().isFinished()) {
            going.remove(task);
          }
        }
      }
    }
    Map<String, Object> seen = new TreeMap<>();
    seen.put("points", points);
    seen.put("records", records);
    seen.put("transactions", transactions);
    seen.put("checksum", sum.getValue());
    seen.put("seconds", (System.nanoTime() - begin) / 1_000_000_000L);
    seen.put("heapMaxMb", Runtime.getRuntime().maxMemory() >> 20);
    seen.put("heapPeakMb", peak() >> 20);
    System.out.println("drained " + seen);
  }

  /** The sum of the heap's pools at their fullest, each at its own time: no less than was used. */
  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
