package org.conv4j.verify.framework;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.ElementType;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;
import org.conv4j.verify.process.ArrayData;
import org.conv4j.verify.process.Heard;
import org.conv4j.verify.process.ProblemFields;
import org.conv4j.verify.process.Reply;
import org.conv4j.verify.process.Request;

/** The parent's half of timing a child. */
final class ChildTiming implements Timing {

  private static final int SHORT_ANSWER = 1 << 20;
  private static final int BYTES_PER_LAP = 32;

  /** What a value takes in base64, and some. */
  private static final int BYTES_PER_SUM = 12;

  private final ChildSession session;
  private ConvCase prepared;
  private long number;

  ChildTiming(ChildSession session) {
    this.session = session;
  }

  @Override
  public Result<ConvCase> prepare(ConvCase convCase) {
    number++;
    prepared = convCase;
    Request request =
        new Request.Prepare(
            number, ProblemFields.of(convCase.problem()), convCase.tier().id(), convCase.seed());
    return ask(
        request,
        SHORT_ANSWER,
        reply ->
            reply instanceof Reply.Ready ready && ready.id() == number
                ? Optional.of(convCase)
                : Optional.empty());
  }

  @Override
  public Result<Checked> check(Computation computation) {
    long bytes = SHORT_ANSWER;
    for (ConvDirection direction : computation.directions(prepared.problem())) {
      ConvProblem sums = new ChannelSums(prepared.problem(), direction).problem();
      bytes += BYTES_PER_SUM * product(direction.result().shape(sums));
    }
    return ask(
        new Request.Check(number, computation.id()),
        bytes,
        reply ->
            reply instanceof Reply.Checked checked
                    && checked.id() == number
                    && checked.sums() != null
                ? checked(checked, computation)
                : Optional.empty());
  }

  private Optional<Checked> checked(Reply.Checked checked, Computation computation) {
    Map<ConvDirection, Tensor> sums = new EnumMap<>(ConvDirection.class);
    for (ConvDirection direction : computation.directions(prepared.problem())) {
      ArrayData data = checked.sums().get(direction.id());
      if (data == null) {
        return Optional.empty();
      }
      sums.put(direction, data.tensor(ElementType.FLOAT64));
    }
    return Optional.of(new Checked(checked.algorithm(), checked.millis(), sums));
  }

  @Override
  public Result<List<Double>> time(Computation computation, int repetitions, Duration span) {
    return laps(
        new Request.Time(number, computation.id(), repetitions, span.toNanos() / 1e6), repetitions);
  }

  @Override
  public Result<List<Double>> gemm(int size, int repetitions) {
    return laps(new Request.Gemm(size, repetitions), repetitions);
  }

  private Result<List<Double>> laps(Request request, int repetitions) {
    return ask(
        request,
        SHORT_ANSWER + (long) BYTES_PER_LAP * repetitions,
        reply ->
            reply instanceof Reply.Laps laps && laps.millis() != null && laps.millis().length > 0
                ? Optional.of(Arrays.stream(laps.millis()).boxed().toList())
                : Optional.empty());
  }

  @Override
  public Duration processorTime() {
    return session.processorTime();
  }

  private <T> Result<T> ask(
      Request request, long answerBytes, Function<Reply, Optional<T>> reading) {
    Heard heard;
    try {
      heard = session.exchange(request, answerBytes);
    } catch (FrameworkUnavailableException gone) {
      return new Not<>(new Answer.Crashed(gone.getMessage()));
    }
    if (!(heard instanceof Heard.Message message)) {
      return new Not<>(session.end(heard));
    }
    if (message.reply() instanceof Reply.Declined declined) {
      return new Not<>(new Answer.Declined(declined.reason()));
    }
    if (message.reply() instanceof Reply.Failed failed) {
      return new Not<>(new Answer.Failed(failed.text()));
    }
    Optional<T> value;
    try {
      value = reading.apply(message.reply());
    } catch (IllegalArgumentException noArray) {
      return new Not<>(new Answer.Failed("answered with no proper array: " + noArray.getMessage()));
    }
    return value
        .<Result<T>>map(Done::new)
        .orElseGet(() -> new Not<>(new Answer.Failed("answered " + message.reply())));
  }

  private static long product(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
