package io.github.influx2tdengine.replicator.run;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** Deletes records that the sink has written: nobody else reads the embedded broker. */
final class Trimmer {
  private final Admin admin;
  private final Map<TopicPartition, Long> deletedTo = new HashMap<>();

  Trimmer(Admin admin) {
    this.admin = admin;
  }

  /** Deletes what lies before the committed offsets and was not deleted yet. */
  void trim(Map<TopicPartition, Long> committed)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, RecordsToDelete> due = new HashMap<>();
    committed.forEach(
        (partition, offset) -> {
          if (offset > deletedTo.getOrDefault(partition, 0L)) {
            due.put(partition, RecordsToDelete.beforeOffset(offset));
          }
        });
    if (!due.isEmpty()) {
      admin.deleteRecords(due).all().get(10, TimeUnit.SECONDS);
      due.keySet().forEach(partition -> deletedTo.put(partition, committed.get(partition)));
    }
  }
}
