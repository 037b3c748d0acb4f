package io.github.influx2tdengine.replicator.command;

import io.github.influx2tdengine.replicator.CommandFailure;
import io.github.influx2tdengine.replicator.embedded.StoppedRun;
import io.github.influx2tdengine.replicator.records.RecordText;
import io.github.influx2tdengine.replicator.records.TopicRecords;
import io.github.influx2tdengine.replicator.run.StopSignal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code records}: shows what records hold. */
@Command(
    name = "records",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows the points of records in the formats block and line, as line protocol (or JSON).",
      "Reads a topic of a broker, the topic of a data directory (--data-dir, while no run has it;"
          + " a run deletes records behind the sink unless it has --keep-records), or files that"
          + " hold one record's value each ('-' is standard input)."
    },
    footer = {"", "Exit codes: 0 done, 1 something could not be read, 2 wrong usage."})
final class RecordsCommand implements Callable<Integer> {
  private final StopSignal stop;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka brokers to read from.")
  String bootstrapServers;

  @Option(
      names = "--client",
      paramLabel = "KEY=VALUE",
      description = "A setting of the Kafka client, such as security.protocol; several times.")
  Map<String, String> client = new HashMap<>();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Data directory of a replication to read from.")
  Path dataDirectory;

  @Option(names = "--topic", paramLabel = "TOPIC", description = "Topic to read.")
  String topic;

  @Option(
      names = "--max",
      paramLabel = "N",
      defaultValue = "10",
      description = "Records of the topic to show (${DEFAULT-VALUE}); 0 for all there are now.")
  long max = 10;

  @Option(names = "--json", description = "Show points as JSON, an object on each line.")
  boolean json;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files with a record's value.")
  List<Path> files = new ArrayList<>();

  RecordsCommand(StopSignal stop) {
    this.stop = stop;
  }

  @Override
  public Integer call() throws IOException {
    int places =
        (bootstrapServers == null ? 0 : 1)
            + (dataDirectory == null ? 0 : 1)
            + (files.isEmpty() ? 0 : 1);
    if (places != 1 || files.isEmpty() != (topic != null)) {
      throw CommandFailure.wrongUsage(
          "give --bootstrap-servers and --topic, or --data-dir and --topic, or files");
    }
    PrintStream out = System.out;
    RecordText text = new RecordText(json, out::println);
    boolean good = true;
    if (!files.isEmpty()) {
      for (Path file : files) {
        good &= text.show(content(file));
      }
    } else if (dataDirectory != null) {
      try (StoppedRun run = StoppedRun.open(dataDirectory)) {
        good = show(run.bootstrapServers(), text, out);
      }
    } else {
      good = show(bootstrapServers, text, out);
    }
    out.flush();
    return good ? 0 : CommandFailure.FAILED;
  }

  private static byte[] content(Path file) throws IOException {
    if (file.toString().equals("-")) {
      return System.in.readAllBytes();
    }
    if (!Files.isRegularFile(file)) {
      throw CommandFailure.failed(file + " is not a file");
    }
    return Files.readAllBytes(file);
  }

  private boolean show(String servers, RecordText text, PrintStream out) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("bootstrap.servers", servers);
    boolean[] good = {true};
    new TopicRecords(settings, stop)
        .read(topic, max == 0 ? Long.MAX_VALUE : max, record -> good[0] &= show(record, text, out));
    return good[0];
  }

  private static boolean show(
      ConsumerRecord<byte[], byte[]> record, RecordText text, PrintStream out) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    out.printf(
        "# %s-%d offset %d, %d bytes, key %s%n",
        record.topic(),
        record.partition(),
        record.offset(),
        record.value() == null ? 0 : record.value().length,
        key.replace("\n", "\\n"));
    return record.value() == null || text.show(record.value());
  }
}
