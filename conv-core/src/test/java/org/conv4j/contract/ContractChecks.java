package org.conv4j.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.conv4j.ConvDirection;
import org.conv4j.ConvGradients;
import org.conv4j.ConvProblem;
import org.conv4j.Convolution;
import org.conv4j.ElementType;
import org.conv4j.Operand;
import org.conv4j.Tensor;
import org.conv4j.check.ConvCase;
import org.conv4j.check.Directions;
import org.conv4j.check.ErrorBound;
import org.conv4j.check.Gauge;
import org.conv4j.check.Judge;
import org.conv4j.check.Judgement;
import org.conv4j.check.OperandGenerator;
import org.conv4j.check.Operands;
import org.conv4j.check.Shrinker;
import org.conv4j.check.Tier;
import org.conv4j.check.Verdict;

/**
 * The contract of {@link Convolution}, one method for each clause. Each takes a problem that the
 * subject does not decline and throws an {@link AssertionError} that names the case.
 *
 * @param <T> the array type
 */
public final class ContractChecks<T> {

  private static final int THREADS = 8;
  private static final long SEED = 1;

  private final Subject<T> subject;

  /** The checks of {@code subject}. */
  public ContractChecks(Subject<T> subject) {
    this.subject = subject;
  }

  /**
   * Every direction gives the right result.
   *
   * @return how many results were right but mistrusted
   */
  public int everyDirectionIsRight(ConvCase convCase) {
    Judge judge = Judge.of(convCase);
    Call call = new Call(convCase.problem(), judge.operands());
    int mistrusted = 0;
    for (ConvDirection direction : Directions.of(convCase.problem())) {
      Judgement judgement = judged(judge, direction, call.compute(direction));
      if (judgement.verdict() == Verdict.MISTRUSTED) {
        mistrusted++;
      } else if (!judgement.verdict().right()) {
        fail(convCase.id() + " " + direction.id() + ": " + judgement.reason());
      }
    }
    return mistrusted;
  }

  /** As {@link #everyDirectionIsRight}, but a wrong problem is shrunk before it is reported. */
  public int everyDirectionIsRightOrShrunk(ConvCase convCase) {
    try {
      return everyDirectionIsRight(convCase);
    } catch (AssertionError | RuntimeException found) {
      ConvProblem smallest =
          Shrinker.shrink(
              convCase.problem(),
              problem ->
                  subject.declines(problem).isEmpty()
                      && fails(new ConvCase(problem, convCase.tier(), convCase.seed())));
      try {
        everyDirectionIsRight(new ConvCase(smallest, convCase.tier(), convCase.seed()));
      } catch (AssertionError | RuntimeException simplest) {
        if (simplest != found) {
          simplest.addSuppressed(found);
        }
        throw simplest;
      }
      throw found;
    }
  }

  private boolean fails(ConvCase convCase) {
    try {
      everyDirectionIsRight(convCase);
      return false;
    } catch (AssertionError | RuntimeException found) {
      return true;
    }
  }

  /** Backward gives the same gradients as the single directions. */
  public void backwardGivesTheSingleGradients(ConvProblem problem) {
    for (Tier tier : List.of(Tier.INTEGER, Tier.REAL)) {
      ConvCase convCase = new ConvCase(problem, tier, SEED);
      Judge judge = Judge.of(convCase);
      Call call = new Call(problem, judge.operands());
      Map<ConvDirection, Tensor> gradients = call.backward();
      assertEquals(problem.bias(), gradients.get(ConvDirection.BIAS_GRADIENT) != null);
      gradients.forEach(
          (direction, gradient) -> {
            Judgement judgement = judged(judge, direction, gradient);
            assertTrue(
                judgement.verdict().right() || judgement.verdict() == Verdict.MISTRUSTED,
                () -> convCase.id() + " backward, " + direction.id() + ": " + judgement.reason());
          });
    }
  }

  /**
   * Arrays given to receive a result are overwritten, whatever they held, with the same numbers.
   */
  public void givenArraysAreOverwritten(ConvProblem problem) {
    Call call = call(problem, Tier.REAL);
    for (ConvDirection direction : Directions.of(problem)) {
      T given = call.nan(direction.result());
      call.computeInto(direction, given);
      assertSame(call.compute(direction), subject.tensor(given), problem, direction + " into");
    }
    ConvGradients<T> given =
        new ConvGradients<>(
            call.nan(Operand.INPUT_GRADIENT),
            call.nan(Operand.FILTER_GRADIENT),
            problem.bias() ? call.nan(Operand.BIAS_GRADIENT) : null);
    call.convolution.backwardInto(call.input, call.filter, call.outputGradient, given);
    Map<ConvDirection, Tensor> returned = call.backward();
    tensors(given)
        .forEach(
            (direction, gradient) ->
                assertSame(
                    returned.get(direction), gradient, problem, direction + " of backward into"));
  }

  /** No method changes its operands, by one bit. */
  public void operandsAreNotModified(ConvProblem problem) {
    for (Tier tier : List.of(Tier.REAL, Tier.SPECIAL)) {
      Call call = call(problem, tier);
      for (ConvDirection direction : Directions.of(problem)) {
        call.compute(direction);
        call.assertOperandsUnchanged(direction.id());
        call.computeInto(direction, call.nan(direction.result()));
        call.assertOperandsUnchanged(direction.id() + " into");
      }
      call.backward();
      call.assertOperandsUnchanged("backward");
    }
  }

  /**
   * A returned result is memory of its own: no later call changes it, writing to it changes none.
   */
  public void resultsHaveMemoryOfTheirOwn(ConvProblem problem) {
    Call call = call(problem, Tier.REAL);
    Call other =
        new Call(
            call.convolution,
            OperandGenerator.generate(new ConvCase(problem, Tier.REAL, SEED + 1)));
    for (ConvDirection direction : Directions.of(problem)) {
      T first = call.result(direction);
      Tensor before = subject.tensor(first);
      T second = other.result(direction);
      Tensor expected = subject.tensor(second);
      assertSame(before, subject.tensor(first), problem, direction + " after a second call");
      other.computeInto(direction, first);
      assertSame(expected, subject.tensor(first), problem, direction + " rewritten");
      assertSame(expected, subject.tensor(second), problem, direction + " after the rewriting");
      call.assertOperandsUnchanged(direction.id() + " rewritten");
      other.assertOperandsUnchanged(direction.id() + " rewritten");
    }
  }

  /** The same call gives the same bits, every time. */
  public void repeatedCallsGiveTheSameBits(ConvProblem problem) {
    Call call = call(problem, Tier.REAL);
    for (ConvDirection direction : Directions.of(problem)) {
      Tensor first = call.compute(direction);
      for (int repeat = 1; repeat < 4; repeat++) {
        assertSame(first, call.compute(direction), problem, direction + ", repeat " + repeat);
      }
    }
  }

  /** Many threads may use one convolution at once, and get the bits that one thread gets. */
  public void threadsDoNotDisturbEachOther(ConvProblem problem) {
    Call call = call(problem, Tier.REAL);
    Map<ConvDirection, Tensor> alone = new EnumMap<>(ConvDirection.class);
    for (ConvDirection direction : Directions.of(problem)) {
      alone.put(direction, call.compute(direction));
    }
    CyclicBarrier start = new CyclicBarrier(THREADS);
    Callable<Void> work =
        () -> {
          start.await(1, TimeUnit.MINUTES);
          for (int repeat = 0; repeat < 3; repeat++) {
            for (ConvDirection direction : alone.keySet()) {
              assertSame(
                  alone.get(direction),
                  call.compute(direction),
                  problem,
                  direction + " among " + THREADS + " threads");
            }
          }
          return null;
        };
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        running.add(threads.submit(work));
      }
      for (Future<Void> each : running) {
        each.get(1, TimeUnit.MINUTES);
      }
    } catch (ExecutionException | TimeoutException failure) {
      throw new AssertionError(problem + " among threads: " + failure.getMessage(), failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * An image's results do not depend on the batch around it: with integers, images one by one give
   * the same numbers, and their filter and bias gradients add up. F(4x4,3x3) rounds its filter
   * gradient even so: twice its bound apart, at most.
   */
  public void imagesOfABatchAreIndependent(ConvProblem problem) {
    ConvProblem single =
        problem.toBuilder()
            .input(
                1,
                problem.inputChannels(),
                problem.inputSize().height(),
                problem.inputSize().width())
            .build();
    if (problem.batch() < 2 || subject.declines(single).isPresent()) {
      return;
    }
    Call whole = call(problem, Tier.INTEGER);
    Map<ConvDirection, Tensor> sums = new EnumMap<>(ConvDirection.class);
    for (ConvDirection direction : Directions.of(problem)) {
      sums.put(direction, Tensor.zeros(direction.result().shape(problem)));
    }
    for (int image = 0; image < problem.batch(); image++) {
      Operands operands =
          new Operands(
              image(whole.operands.input(), image),
              whole.operands.filter(),
              whole.operands.bias(),
              image(whole.operands.outputGradient(), image));
      Call one = new Call(single, operands);
      for (ConvDirection direction : Directions.of(problem)) {
        double[] result = one.compute(direction).values();
        double[] sum = sums.get(direction).values();
        int offset = perImage(direction) ? image * result.length : 0;
        for (int i = 0; i < result.length; i++) {
          sum[offset + i] += result[i];
        }
      }
    }
    sums.forEach(
        (direction, sum) -> {
          double[] values = positiveZeros(whole.compute(direction).values());
          double[] allowed = allowedApart(whole, direction);
          for (int i = 0; i < values.length; i++) {
            int offset = i;
            assertTrue(
                Math.abs(sum.values()[i] - values[i]) <= allowed[i],
                () ->
                    "%s %s: element %d is %s image by image, %s in the batch"
                        .formatted(
                            problem, direction.id(), offset, sum.values()[offset], values[offset]));
          }
        });
  }

  /** How far apart two honest results may be: not at all, where integers come out exact. */
  private double[] allowedApart(Call call, ConvDirection direction) {
    ConvProblem problem = call.convolution.problem();
    Gauge gauge = subject.gauge(problem);
    if (gauge != Gauge.WINOGRAD4 || direction != ConvDirection.FILTER_GRADIENT) {
      return new double[Math.toIntExact(elements(direction.result().shape(problem)))];
    }
    double apart =
        2 * ErrorBound.of(problem.terms(direction)).pass() * problem.elementType().unitRoundoff();
    return Arrays.stream(gauge.of(problem, call.operands, direction).values())
        .map(scale -> apart * scale)
        .toArray();
  }

  private static long elements(long[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private static boolean perImage(ConvDirection direction) {
    return direction == ConvDirection.FORWARD || direction == ConvDirection.INPUT_GRADIENT;
  }

  private static double[] positiveZeros(double[] values) {
    return Arrays.stream(values).map(value -> value + 0.0).toArray();
  }

  private static Tensor image(Tensor batch, int image) {
    long[] shape = batch.shape();
    int size = batch.size() / (int) shape[0];
    shape[0] = 1;
    return Tensor.of(Arrays.copyOfRange(batch.values(), image * size, (image + 1) * size), shape);
  }

  /** Arrays that do not fit are refused; the message names the operand and the numbers. */
  public void arraysThatDoNotFitAreRefused(ConvProblem problem) {
    Call call = call(problem, Tier.REAL);
    for (ConvDirection direction : Directions.of(problem)) {
      for (Operand operand : Directions.operands(problem, direction)) {
        refused(problem, operand, wrong -> call.with(operand, wrong).result(direction));
        refused(
            problem,
            operand,
            wrong ->
                call.with(operand, wrong).computeInto(direction, call.nan(direction.result())));
      }
      refused(problem, direction.result(), wrong -> call.computeInto(direction, wrong));
    }
    for (Operand operand : List.of(Operand.INPUT, Operand.FILTER, Operand.OUTPUT_GRADIENT)) {
      refused(problem, operand, wrong -> call.with(operand, wrong).backward());
    }
    if (problem.bias()) {
      T output = call.nan(Operand.OUTPUT);
      assertRefusal("bias", () -> call.convolution.forward(call.input, call.filter, null));
      assertRefusal(
          "bias", () -> call.convolution.forwardInto(call.input, call.filter, null, output));
    } else {
      T surplus = array(problem, problem.biasShape());
      assertRefusal("bias", () -> call.convolution.forward(call.input, call.filter, surplus));
      assertThrows(
          IllegalStateException.class, () -> call.convolution.biasGradient(call.outputGradient));
    }
  }

  private void refused(ConvProblem problem, Operand operand, Attempt<T> attempt) {
    long[] right = operand.shape(problem);
    for (int axis = 0; axis < right.length; axis++) {
      long[] shape = right.clone();
      shape[axis]++;
      String message = assertRefusal(operand.label(), () -> attempt.with(array(problem, shape)));
      for (long number : new long[] {right[axis], shape[axis]}) {
        assertTrue(
            message.contains(Long.toString(number)), () -> "no " + number + " in: " + message);
      }
    }
    assertRefusal(operand.label(), () -> attempt.with(array(problem, 2, 3, 1, 1, 2)));
    assertRefusal(operand.label(), () -> attempt.with(null));
    if (subject.typed()) {
      ElementType wrong =
          problem.elementType() == ElementType.FLOAT32 ? ElementType.FLOAT64 : ElementType.FLOAT32;
      assertRefusal(operand.label(), () -> attempt.with(subject.array(Tensor.zeros(right), wrong)));
    }
  }

  private T array(ConvProblem problem, long... shape) {
    return subject.array(Tensor.zeros(shape), problem.elementType());
  }

  private interface Attempt<T> {
    void with(T array);
  }

  private static String assertRefusal(String operand, Runnable attempt) {
    String message =
        assertThrows(IllegalArgumentException.class, attempt::run, operand + " was accepted")
            .getMessage();
    assertTrue(message.contains(operand), () -> "no " + operand + " in: " + message);
    return message;
  }

  /** A NaN in one input element reaches the outputs that read it, and no others. */
  public void aNaNReachesItsReceptiveField(ConvProblem problem) {
    if (Arrays.stream(problem.inputShape()).anyMatch(size -> size == 0)) {
      return;
    }
    Operands operands = OperandGenerator.generate(new ConvCase(problem, Tier.REAL, SEED));
    Judge judge = new Judge(problem, Tier.REAL, operands);
    long n = problem.batch() - 1;
    long c = problem.inputChannels() - 1;
    long h = problem.inputSize().height() / 2;
    long w = problem.inputSize().width() / 2;
    operands
        .input()
        .set(
            Double.NaN,
            switch (problem.layout()) {
              case NCHW -> new long[] {n, c, h, w};
              case NHWC -> new long[] {n, h, w, c};
            });
    Call call = new Call(problem, operands);
    Tensor output = call.compute(ConvDirection.FORWARD);
    if (subject.gauge(problem).tile(problem, ConvDirection.FORWARD) == 1) {
      long rows =
          readers(
              h,
              problem.outputSize().height(),
              problem.kernel().height(),
              problem.stride().height(),
              problem.dilation().height(),
              problem.sides().top());
      long columns =
          readers(
              w,
              problem.outputSize().width(),
              problem.kernel().width(),
              problem.stride().width(),
              problem.dilation().width(),
              problem.sides().left());
      assertEquals(
          rows * columns * problem.outputChannelsPerGroup(),
          Arrays.stream(output.values()).filter(Double::isNaN).count(),
          () -> problem + ": outputs that are NaN");
    }
    for (ConvDirection direction : List.of(ConvDirection.FORWARD, ConvDirection.FILTER_GRADIENT)) {
      Judgement judgement = judged(judge, direction, call.compute(direction));
      assertTrue(
          judgement.verdict() != Verdict.FAIL,
          () -> problem + " " + direction.id() + ": " + judgement.reason());
    }
  }

  /** How many output positions of one axis read input position {@code at}. */
  private static long readers(
      long at, long output, long kernel, long stride, long dilation, long padding) {
    long readers = 0;
    for (long y = 0; y < output; y++) {
      long distance = at + padding - y * stride;
      if (distance >= 0 && distance % dilation == 0 && distance / dilation < kernel) {
        readers++;
      }
    }
    return readers;
  }

  private Judgement judged(Judge judge, ConvDirection direction, Tensor actual) {
    return judge.judge(direction, actual, subject.gauge(judge.problem()));
  }

  private Call call(ConvProblem problem, Tier tier) {
    return new Call(problem, OperandGenerator.generate(new ConvCase(problem, tier, SEED)));
  }

  private static void assertSame(Tensor expected, Tensor actual, ConvProblem problem, String what) {
    assertArrayEquals(expected.shape(), actual.shape(), () -> problem + " " + what);
    assertArrayEquals(expected.values(), actual.values(), () -> problem + " " + what);
  }

  private Map<ConvDirection, Tensor> tensors(ConvGradients<T> gradients) {
    Map<ConvDirection, Tensor> tensors = new EnumMap<>(ConvDirection.class);
    tensors.put(ConvDirection.INPUT_GRADIENT, subject.tensor(gradients.input()));
    tensors.put(ConvDirection.FILTER_GRADIENT, subject.tensor(gradients.filter()));
    if (gradients.bias() != null) {
      tensors.put(ConvDirection.BIAS_GRADIENT, subject.tensor(gradients.bias()));
    }
    return tensors;
  }

  /** One convolution and the subject's copies of one set of operands. */
  private final class Call {
    final Convolution<T> convolution;
    final Operands operands;
    final T input;
    final T filter;
    final T bias;
    final T outputGradient;

    Call(ConvProblem problem, Operands operands) {
      this(subject.convolution(problem), operands);
    }

    Call(Convolution<T> convolution, Operands operands) {
      ElementType type = convolution.problem().elementType();
      this.convolution = convolution;
      this.operands = operands;
      this.input = subject.array(operands.input(), type);
      this.filter = subject.array(operands.filter(), type);
      this.bias = operands.bias() == null ? null : subject.array(operands.bias(), type);
      this.outputGradient = subject.array(operands.outputGradient(), type);
    }

    private Call(
        Convolution<T> convolution,
        Operands operands,
        T input,
        T filter,
        T bias,
        T outputGradient) {
      this.convolution = convolution;
      this.operands = operands;
      this.input = input;
      this.filter = filter;
      this.bias = bias;
      this.outputGradient = outputGradient;
    }

    Call with(Operand operand, T array) {
      return new Call(
          convolution,
          operands,
          operand == Operand.INPUT ? array : input,
          operand == Operand.FILTER ? array : filter,
          operand == Operand.BIAS ? array : bias,
          operand == Operand.OUTPUT_GRADIENT ? array : outputGradient);
    }

    T result(ConvDirection direction) {
      return switch (direction) {
        case FORWARD -> convolution.forward(input, filter, bias);
        case INPUT_GRADIENT -> convolution.inputGradient(filter, outputGradient);
        case FILTER_GRADIENT -> convolution.filterGradient(input, outputGradient);
        case BIAS_GRADIENT -> convolution.biasGradient(outputGradient);
      };
    }

    Tensor compute(ConvDirection direction) {
      return subject.tensor(result(direction));
    }

    void computeInto(ConvDirection direction, T given) {
      switch (direction) {
        case FORWARD -> convolution.forwardInto(input, filter, bias, given);
        case INPUT_GRADIENT -> convolution.inputGradientInto(filter, outputGradient, given);
        case FILTER_GRADIENT -> convolution.filterGradientInto(input, outputGradient, given);
        case BIAS_GRADIENT -> convolution.biasGradientInto(outputGradient, given);
      }
    }

    Map<ConvDirection, Tensor> backward() {
      return tensors(convolution.backward(input, filter, outputGradient));
    }

    T nan(Operand operand) {
      Tensor values = Tensor.zeros(operand.shape(convolution.problem()));
      Arrays.fill(values.values(), Double.NaN);
      return subject.array(values, convolution.problem().elementType());
    }

    void assertOperandsUnchanged(String after) {
      BiConsumer<Tensor, T> same =
          (values, array) ->
              assertSame(
                  values, subject.tensor(array), convolution.problem(), "operand after " + after);
      same.accept(operands.input(), input);
      same.accept(operands.filter(), filter);
      if (bias != null) {
        same.accept(operands.bias(), bias);
      }
      same.accept(operands.outputGradient(), outputGradient);
    }
  }
}
