package io.github.influx2tdengine.console;

import io.github.influx2tdengine.console.figures.TaskBeans;
import io.github.influx2tdengine.console.kafka.Backlog;
import io.github.influx2tdengine.console.kafka.ClientSettings;
import io.github.influx2tdengine.console.kafka.RefusedRows;
import io.github.influx2tdengine.console.kafka.Topics;
import io.github.influx2tdengine.console.kafka.TopicsResource;
import io.github.influx2tdengine.console.page.Pages;
import io.github.influx2tdengine.console.page.WorkerResource;
import io.github.influx2tdengine.console.secret.SecretStore;
import io.github.influx2tdengine.console.secret.SecretsResource;
import io.github.influx2tdengine.console.security.ChangeFilter;
import io.github.influx2tdengine.console.security.ChangeRules;
import io.github.influx2tdengine.console.security.HostNames;
import io.github.influx2tdengine.console.security.PageHeaders;
import io.github.influx2tdengine.console.watch.Cluster;
import io.github.influx2tdengine.console.watch.DataSourcesResource;
import io.github.influx2tdengine.console.watch.Watch;
import jakarta.ws.rs.core.Configurable;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.apache.kafka.connect.rest.ConnectRestExtension;
import org.apache.kafka.connect.rest.ConnectRestExtensionContext;

/**
 * Serves the console under {@code /console/} of a Connect worker's own listener. A worker loads it
 * with {@code rest.extension.classes=io.github.influx2tdengine.console.ConsoleExtension}.
 */
public final class ConsoleExtension implements ConnectRestExtension {
  /**
   * Setting of a worker on which nothing is to be added: says why, and what to do instead. Where it
   * is empty, data sources are added.
   */
  public static final String ADDING = "console.adding.refused";

  private Map<String, ?> worker = Map.of();
  private Watch watch;

  @Override
  public void configure(Map<String, ?> configs) {
    worker = configs;
  }

  @Override
  public void register(ConnectRestExtensionContext context) {
    Cluster cluster = new Cluster(context.clusterState());
    ClientSettings clients = new ClientSettings(worker);
    SecretStore secrets = SecretStore.of(worker);
    watch =
        new Watch(
            cluster,
            new TaskBeans(ManagementFactory.getPlatformMBeanServer()),
            new Backlog(clients));
    Object allowed = worker.get("access.control.allow.origin");
    boolean crossOriginWanted = allowed != null && !String.valueOf(allowed).isBlank();
    Object adding = worker.get(ADDING);
    Configurable<?> rest = context.configurable();
    Topics topics = new Topics(clients);
    rest.property(
        Console.PARTS,
        new Console.Parts(
            new Pages(),
            new WorkerResource(secrets, adding == null ? "" : String.valueOf(adding), version()),
            new DataSourcesResource(watch, cluster, new RefusedRows(clients), topics),
            new SecretsResource(secrets, cluster),
            new TopicsResource(topics)));
    rest.register(new ChangeFilter(new ChangeRules(crossOriginWanted, HostNames.of(worker))));
    rest.register(new PageHeaders());
    rest.register(Console.class);
    watch.start();
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }

  @Override
  public String version() {
    String version = ConsoleExtension.class.getPackage().getImplementationVersion();
    return version == null ? "unpacked" : version;
  }
}
