package io.github.influx2tdengine.replicator.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;

/** The source's records in a file, as the converter makes bytes of them. */
final class Spool {
  /** What a consumer hands to a sink task at once by default. */
  private static final int POLL = 500;

  private static final int BUFFER = 1 << 20;

  private final Path file;
  private final Converter converter;
  private final String topic;
  private long records;

  Spool(Path file, Map<String, String> settings) {
    this.file = file;
    this.topic = settings.get("topic");
    try {
      this.converter =
          Class.forName(settings.get("value.converter"))
              .asSubclass(Converter.class)
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(settings.get("value.converter") + " cannot be made", e);
    }
    converter.configure(
        Map.of("schemas.enable", settings.getOrDefault("value.converter.schemas.enable", "true")),
        false);
  }

  String topic() {
    return topic;
  }

  /** How many records were written. */
  long records() {
    return records;
  }

  Writer writer() throws IOException {
    return new Writer();
  }

  final class Writer implements AutoCloseable {
    private final DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));

    private Writer() throws IOException {}

    void add(SourceRecord record) {
      try {
        bytes(record.key().toString().getBytes(StandardCharsets.UTF_8));
        bytes(converter.fromConnectData(topic, record.valueSchema(), record.value()));
      } catch (IOException e) {
        throw new UncheckedIOException(file + " cannot be written", e);
      }
      records++;
    }

    private void bytes(byte[] bytes) throws IOException {
      out.writeInt(bytes.length);
      out.write(bytes);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  Reader reader() throws IOException {
    return new Reader();
  }

  final class Reader implements AutoCloseable {
    private final DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
    private long offset;

    private Reader() throws IOException {}

    /** The next records as a sink task gets them; empty at the end. */
    List<SinkRecord> poll() throws IOException {
      List<SinkRecord> polled = new ArrayList<>(POLL);
      try {
        while (polled.size() < POLL) {
          byte[] key = new byte[in.readInt()];
          in.readFully(key);
          byte[] value = new byte[in.readInt()];
          in.readFully(value);
          SchemaAndValue decoded = converter.toConnectData(topic, value);
          polled.add(
              new SinkRecord(
                  topic,
                  0,
                  null,
                  new String(key, StandardCharsets.UTF_8),
                  decoded.schema(),
                  decoded.value(),
                  offset++));
        }
      } catch (EOFException e) {
        // Only ever between records: the writer was closed.
      }
      return polled;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
