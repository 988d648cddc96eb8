package org.conv4j.verify.framework.child;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.check.ConvCase;
import org.conv4j.check.OperandGenerator;
import org.conv4j.check.Tier;
import org.conv4j.verify.framework.ChannelSums;
import org.conv4j.verify.framework.Computation;
import org.conv4j.verify.process.ArrayData;
import org.conv4j.verify.process.Reply;
import org.conv4j.verify.process.Request;

/** The child's half of timing: the prepared case, and runs of it. */
final class Stopwatch {

  private static final double NANOS_PER_MILLI = 1e6;

  private final Map<Computation, Repeatable> calls = new EnumMap<>(Computation.class);
  private ConvProblem problem;
  private TimedCase prepared;
  private long id;

  Reply prepare(Adapter adapter, Request.Prepare request) {
    forget();
    problem = request.problem().problem();
    ConvCase convCase = new ConvCase(problem, Tier.ofId(request.tier()), request.seed());
    prepared = adapter.prepareTimed(problem, OperandGenerator.generate(convCase));
    id = request.id();
    // What the conversion left behind is not to be collected while something is timed.
    System.gc();
    return new Reply.Ready(id);
  }

  Reply check(Request.Check request) {
    if (!(call(request.id(), request.computation()) instanceof Repeatable.Call call)) {
      return declined(request.id(), request.computation());
    }
    call.before();
    double millis = lap(call);
    Map<String, ArrayData> sums = new LinkedHashMap<>();
    for (ConvDirection direction : Computation.ofId(request.computation()).directions(problem)) {
      sums.put(
          direction.id(),
          ArrayData.of(
              new ChannelSums(problem, direction).of(call.result(direction)), ElementType.FLOAT64));
    }
    call.discard();
    System.gc();
    return new Reply.Checked(request.id(), request.computation(), call.algorithm(), millis, sums);
  }

  Reply time(Request.Time request) {
    if (!(call(request.id(), request.computation()) instanceof Repeatable.Call call)) {
      return declined(request.id(), request.computation());
    }
    double[] laps = new double[request.repetitions()];
    int done = 0;
    long start = System.nanoTime();
    do {
      call.before();
      laps[done++] = lap(call);
      call.discard();
    } while (done < laps.length && System.nanoTime() - start < request.millis() * NANOS_PER_MILLI);
    return new Reply.Laps(request.id(), request.computation(), Arrays.copyOf(laps, done));
  }

  /** Gives the prepared case back, if there is one. */
  void forget() {
    calls.clear();
    if (prepared != null) {
      prepared.close();
      prepared = null;
    }
  }

  private static double lap(Repeatable.Call call) {
    long start = System.nanoTime();
    call.run();
    return (System.nanoTime() - start) / NANOS_PER_MILLI;
  }

  private Repeatable call(long asked, String computation) {
    if (prepared == null || asked != id) {
      throw new IllegalStateException("case " + asked + " is not prepared");
    }
    return calls.computeIfAbsent(Computation.ofId(computation), prepared::repeatable);
  }

  private Reply declined(long asked, String computation) {
    Repeatable.Declined declined = (Repeatable.Declined) call(asked, computation);
    return new Reply.Declined(asked, computation, declined.reason());
  }
}
