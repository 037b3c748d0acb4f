package io.github.influx2tdengine.console.kafka;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.InvalidTopicException;

/** Makes a data source's topic. */
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public final class TopicsResource {
  private final Topics topics;

  public TopicsResource(Topics topics) {
    this.topics = topics;
  }

  /**
   * What the browser sends.
   *
   * @param group the consumer group that is to read the topic
   */
  public record Wanted(int partitions, String group) {}

  /**
   * Answers whether the topic was made; one that exists stays as it is. Refused where the group
   * would begin with records of something else.
   */
  @PUT
  @Path("{topic}")
  public Response create(@PathParam("topic") String topic, Wanted wanted) {
    if (wanted == null || wanted.partitions < 1 || wanted.partitions > 1_000) {
      return refused(400, "partitions: from 1 to 1000");
    }
    if (wanted.group == null || wanted.group.isBlank()) {
      return refused(400, "group: which consumer group is to read the topic");
    }
    try {
      Topics.Made made = topics.create(topic, wanted.partitions, wanted.group);
      return made == Topics.Made.FOREIGN
          ? refused(
              409,
              "topic "
                  + topic
                  + " exists already and holds records of something else, which would be written"
                  + " to the database too")
          : Response.ok(Map.of("created", made == Topics.Made.NEW)).build();
    } catch (ExecutionException e) {
      return refused(
          e.getCause() instanceof InvalidTopicException ? 400 : 502,
          "topic " + topic + " could not be made: " + e.getCause().getMessage());
    } catch (TimeoutException e) {
      return refused(502, "topic " + topic + " could not be made: Kafka does not answer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refused(503, "the worker is stopping");
    }
  }

  private static Response refused(int status, String message) {
    return Response.status(status).entity(Map.of("error_code", status, "message", message)).build();
  }
}
