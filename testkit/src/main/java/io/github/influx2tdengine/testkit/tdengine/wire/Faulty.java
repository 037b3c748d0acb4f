package io.github.influx2tdengine.testkit.tdengine.wire;

import io.github.influx2tdengine.testkit.tdengine.fault.Fault;
import io.github.influx2tdengine.testkit.tdengine.fault.Faults;
import io.github.influx2tdengine.testkit.tdengine.fault.Operation;
import io.github.influx2tdengine.testkit.tdengine.store.TdengineException;
import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Lets a request meet the fault that waits for it. */
final class Faulty {
  private final Faults faults;

  Faulty(Faults faults) {
    this.faults = faults;
  }

  /**
   * Does a request.
   *
   * @param work makes the answer, given how many rows fewer it shall tell
   * @param failed makes the answer that tells an error
   * @param send sends an answer
   * @param cut sends part of an answer and drops the connection
   */
  <A> void run(
      Operation operation,
      ChannelHandlerContext context,
      Function<Integer, A> work,
      Function<TdengineException, A> failed,
      Consumer<A> send,
      Consumer<A> cut) {
    Optional<Fault> fault = faults.take(operation);
    if (fault.isEmpty()) {
      send.accept(answer(work, failed, 0));
      return;
    }
    Fault met = fault.get();
    if (met instanceof Fault.Fail fail) {
      send.accept(failed.apply(new TdengineException(fail.code(), fail.message())));
    } else if (met instanceof Fault.Drop) {
      context.close();
    } else if (met instanceof Fault.LoseAnswer) {
      answer(work, failed, 0);
    } else if (met instanceof Fault.DropAfter) {
      answer(work, failed, 0);
      context.close();
    } else if (met instanceof Fault.Cut) {
      cut.accept(answer(work, failed, 0));
    } else if (met instanceof Fault.FewerRows fewer) {
      send.accept(answer(work, failed, fewer.rows()));
    } else if (met instanceof Fault.Delay delay) {
      context
          .executor()
          .schedule(
              () -> send.accept(answer(work, failed, 0)),
              delay.time().toNanos(),
              TimeUnit.NANOSECONDS);
    }
  }

  private static <A> A answer(
      Function<Integer, A> work, Function<TdengineException, A> failed, int fewerRows) {
    try {
      return work.apply(fewerRows);
    } catch (TdengineException error) {
      return failed.apply(error);
    }
  }
}
