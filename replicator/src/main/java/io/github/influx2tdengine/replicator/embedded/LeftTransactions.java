package io.github.influx2tdengine.replicator.embedded;

import io.github.influx2tdengine.replicator.CommandFailure;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.internals.Topic;

/**
 * Transactions that a killed run left open. A worker reads its offsets up to the topic's end before
 * it starts, and would wait behind one until it times out, ten minutes; nobody else can be writing,
 * since the data directory is this process's.
 */
final class LeftTransactions {
  /** Of nobody: asking for it waits until the coordinator knows its transactions again. */
  private static final String NOBODY = "influx2tdengine-nobody";

  private LeftTransactions() {}

  /** Aborts them. */
  static void abort(Admin admin) {
    try {
      if (!admin
          .listTopics(new ListTopicsOptions().listInternal(true))
          .names()
          .get()
          .contains(Topic.TRANSACTION_STATE_TOPIC_NAME)) {
        return;
      }
      awaitCoordinator(admin);
      List<String> open =
          admin
              .listTransactions(
                  new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
              .all()
              .get()
              .stream()
              .map(TransactionListing::transactionalId)
              .toList();
      if (!open.isEmpty()) {
        admin.fenceProducers(open).all().get();
      }
    } catch (ExecutionException e) {
      throw CommandFailure.failed(
          "the embedded broker does not end the transactions of the run before: "
              + e.getCause().getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted while the broker was starting", e);
    }
  }

  /** A broker that has not read its transactions yet answers that there are none. */
  private static void awaitCoordinator(Admin admin)
      throws ExecutionException, InterruptedException {
    try {
      admin.describeTransactions(List.of(NOBODY)).description(NOBODY).get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
        throw e;
      }
    }
  }
}
