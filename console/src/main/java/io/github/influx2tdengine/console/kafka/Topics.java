package io.github.influx2tdengine.console.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes topics before connectors use them: one a sink asks for first has too few partitions. */
public final class Topics {
  /** Records wait for the sink however long that takes. */
  private static final Map<String, String> SETTINGS =
      Map.of("retention.ms", "-1", "cleanup.policy", "delete");

  private final ClientSettings settings;

  public Topics(ClientSettings settings) {
    this.settings = settings;
  }

  /**
   * Makes a topic with the broker's replication factor, unless there is one of that name.
   *
   * @return whether it was made
   * @throws ExecutionException when the broker refuses, with its reason as cause
   */
  public boolean create(String topic, int partitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    try (Admin admin = Admin.create(settings.admin())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(SETTINGS)))
          .all()
          .get(20, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw e;
    }
  }
}
