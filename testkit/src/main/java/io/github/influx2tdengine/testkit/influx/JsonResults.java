package io.github.influx2tdengine.testkit.influx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Results as JSON, a line for each document. */
final class JsonResults implements ResultWriter {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private final String epoch;

  JsonResults(String epoch) {
    this.epoch = epoch;
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public void document(OutputStream out, List<Result> results) throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      if (!results.isEmpty()) {
        json.writeArrayFieldStart("results");
        for (Result result : results) {
          result(json, result);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  @Override
  public void refusal(OutputStream out, String error) throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("error", error);
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private void result(JsonGenerator json, Result result) throws IOException {
    json.writeStartObject();
    json.writeNumberField("statement_id", result.statement());
    if (!result.series().isEmpty()) {
      json.writeArrayFieldStart("series");
      for (Result.RowSet rows : result.series()) {
        rows(json, rows);
      }
      json.writeEndArray();
    }
    if (result.error().isPresent()) {
      json.writeStringField("error", result.error().get());
    }
    if (result.partial()) {
      json.writeBooleanField("partial", true);
    }
    json.writeEndObject();
  }

  private void rows(JsonGenerator json, Result.RowSet rows) throws IOException {
    json.writeStartObject();
    if (!rows.name().isEmpty()) {
      json.writeStringField("name", rows.name());
    }
    if (!rows.tags().isEmpty()) {
      json.writeObjectFieldStart("tags");
      for (Map.Entry<String, String> tag : rows.tags().entrySet()) {
        json.writeStringField(tag.getKey(), tag.getValue());
      }
      json.writeEndObject();
    }
    json.writeArrayFieldStart("columns");
    for (String column : rows.columns()) {
      json.writeString(column);
    }
    json.writeEndArray();
    if (!rows.values().isEmpty()) {
      json.writeArrayFieldStart("values");
      for (Object[] row : rows.values()) {
        json.writeStartArray();
        for (int i = 0; i < row.length; i++) {
          value(json, row[i], i == 0 && rows.timed());
        }
        json.writeEndArray();
      }
      json.writeEndArray();
    }
    if (rows.partial()) {
      json.writeBooleanField("partial", true);
    }
    json.writeEndObject();
  }

  private void value(JsonGenerator json, Object value, boolean time) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (time && epoch.isEmpty()) {
      json.writeString(Value.rfc3339((Long) value));
    } else if (time) {
      json.writeNumber(ResultWriter.inUnits((Long) value, epoch));
    } else if (value instanceof Double number) {
      json.writeNumber(Value.json(number));
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Number number) {
      json.writeNumber(number.toString());
    } else {
      json.writeString(value.toString());
    }
  }
}
