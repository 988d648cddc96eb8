package org.conv4j.verify.framework;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.conv4j.ConvDirection;
import org.conv4j.ConvProblem;
import org.conv4j.Tensor;
import org.conv4j.check.Operands;
import org.conv4j.verify.process.ChildProcess;
import org.conv4j.verify.process.Heard;
import org.conv4j.verify.process.OperandData;
import org.conv4j.verify.process.ProblemFields;
import org.conv4j.verify.process.Protocol;
import org.conv4j.verify.process.Reply;
import org.conv4j.verify.process.Request;

/**
 * A framework in a child process. Whatever ends a child (a crash, a hang, a line that is no answer)
 * becomes the answer of the direction that was waited for; the directions still open and the next
 * case are given to a fresh child.
 */
final class ChildSession implements FrameworkSession {

  private final String id;
  private final ChildCommand command;
  private final FrameworkOptions options;
  private final Consumer<FrameworkInfo> inspection;
  private ChildProcess child;
  private FrameworkInfo info;
  private long cases;

  /**
   * Starts the first child.
   *
   * @param inspection refuses a child by throwing {@link FrameworkUnavailableException}; applied to
   *     every child of the session
   * @throws FrameworkUnavailableException if the child does not start or is refused
   * @throws IllegalArgumentException if the child declines what its arguments ask for
   */
  ChildSession(
      String id,
      ChildCommand command,
      FrameworkOptions options,
      Consumer<FrameworkInfo> inspection) {
    this.id = id;
    this.command = command;
    this.options = options;
    this.inspection = inspection;
    start();
  }

  @Override
  public FrameworkInfo info() {
    return info;
  }

  @Override
  public Map<ConvDirection, Answer> run(
      ConvProblem problem, Operands operands, Set<ConvDirection> directions) {
    if (directions.contains(ConvDirection.BIAS_GRADIENT) && !problem.bias()) {
      throw new IllegalArgumentException(problem + " has no bias, so no bias gradient");
    }
    Map<ConvDirection, Answer> answers = new EnumMap<>(ConvDirection.class);
    List<ConvDirection> open = new ArrayList<>(new TreeSet<>(directions));
    OperandData data = OperandData.of(operands, problem.elementType());
    while (!open.isEmpty()) {
      try {
        ask(problem, data, open, answers);
      } catch (FrameworkUnavailableException gone) {
        open.forEach(direction -> answers.put(direction, new Answer.Crashed(gone.getMessage())));
        open.clear();
      }
    }
    return answers;
  }

  /** Asks for all of {@code open}; answers move to {@code answers} until the child fails. */
  private void ask(
      ConvProblem problem,
      OperandData data,
      List<ConvDirection> open,
      Map<ConvDirection, Answer> answers) {
    if (child == null) {
      start();
    }
    cases++;
    long number = cases;
    List<String> ids = open.stream().map(ConvDirection::id).toList();
    child.send(
        new Request.Case(number, ProblemFields.of(problem), ids, data), answerLimit(problem));
    while (!open.isEmpty() && child != null) {
      hearOne(number, problem, data, open, answers);
    }
  }

  /** Hears the first of {@code open}, and with it all that ended together with it. */
  private void hearOne(
      long number,
      ConvProblem problem,
      OperandData data,
      List<ConvDirection> open,
      Map<ConvDirection, Answer> answers) {
    ConvDirection direction = open.get(0);
    Set<ConvDirection> together = EnumSet.of(direction);
    Instant deadline = Instant.now().plus(options.answerLimit());
    Heard heard = hear(deadline);
    while (heard instanceof Heard.Message message
        && message.reply() instanceof Reply.Working working
        && working.id() == number
        && working.directions() != null) {
      together.addAll(stillOpen(working, open));
      heard = hear(deadline);
    }
    if (heard instanceof Heard.Message message) {
      answers.put(direction, answer(number, direction, problem, data, message.reply()));
      open.remove(direction);
      return;
    }
    abandon();
    Answer end = end(heard);
    Set<ConvDirection> ended = end instanceof Answer.Failed ? EnumSet.of(direction) : together;
    ended.forEach(each -> answers.put(each, end));
    open.removeAll(ended);
  }

  private static List<ConvDirection> stillOpen(Reply.Working working, List<ConvDirection> open) {
    return open.stream().filter(each -> working.directions().contains(each.id())).toList();
  }

  @Override
  public Optional<Timing> timing() {
    return Optional.of(new ChildTiming(this));
  }

  @Override
  public Optional<Ops> ops() {
    return Optional.of(new ChildOps(this));
  }

  /** One request and its one answer, from a fresh child if the last one is gone. */
  Heard exchange(Request request, long answerBytes) {
    if (child == null) {
      start();
    }
    child.send(request, answerBytes);
    Heard heard = hear(Instant.now().plus(options.answerLimit()));
    if (!(heard instanceof Heard.Message)) {
      abandon();
    }
    return heard;
  }

  /** Processor time that the child has used; zero if there is none, or that is unknown. */
  Duration processorTime() {
    return Optional.ofNullable(child)
        .flatMap(process -> ProcessHandle.of(process.pid()))
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }

  /** What an end of a child comes to. */
  Answer end(Heard heard) {
    if (heard instanceof Heard.Garbage garbage) {
      return new Answer.Failed("printed on its standard output: " + garbage.text());
    }
    return heard instanceof Heard.Death death
        ? new Answer.Crashed(death.text())
        : new Answer.Hung("no answer within " + seconds(options.answerLimit()));
  }

  private Answer answer(
      long number, ConvDirection direction, ConvProblem problem, OperandData data, Reply reply) {
    if (reply instanceof Reply.Computed computed
        && computed.id() == number
        && direction.id().equals(computed.direction())) {
      return answer(computed, problem, data);
    }
    if (reply instanceof Reply.Declined declined
        && declined.id() == number
        && direction.id().equals(declined.direction())) {
      return new Answer.Declined(declined.reason());
    }
    if (reply instanceof Reply.Failed failed && (failed.id() == null || failed.id() == number)) {
      return new Answer.Failed(failed.text());
    }
    abandon();
    return new Answer.Failed(
        "was asked for " + direction.id() + " of case " + number + " and answered " + reply);
  }

  private static Answer answer(Reply.Computed reply, ConvProblem problem, OperandData data) {
    if (reply.result() == null) {
      return new Answer.Failed("answered 'computed' without a result");
    }
    try {
      Tensor value = reply.result().tensor(problem.elementType());
      double millis = reply.millis() == null ? Double.NaN : reply.millis();
      Answer.Computed computed = new Answer.Computed(value, reply.algorithm(), millis);
      List<Alteration> changes = Alteration.of(data, reply.changed(), problem.elementType());
      return changes.isEmpty()
          ? computed
          : new Answer.Altered(computed, changes.stream().map(Alteration::explain).toList());
    } catch (IllegalArgumentException noArray) {
      return new Answer.Failed("answered with no proper array: " + noArray.getMessage());
    }
  }

  private void start() {
    try {
      child = ChildProcess.start(id, command.command(), command.environment(), command.folder());
    } catch (IOException missing) {
      throw new FrameworkUnavailableException(
          id + " cannot be started: " + missing.getMessage(), missing);
    }
    boolean accepted = false;
    boolean restart = info != null;
    try {
      child.send(new Request.Hello(Protocol.VERSION, options.threads(), restart), 1 << 20);
      FrameworkInfo told = describe(child.listen(options.startLimit()));
      inspection.accept(told);
      info = restart ? info : told;
      accepted = true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new FrameworkUnavailableException(id + " was interrupted while it started");
    } finally {
      if (!accepted) {
        abandon();
      }
    }
  }

  private FrameworkInfo describe(Heard heard) {
    if (heard instanceof Heard.Silence silence) {
      throw new FrameworkUnavailableException(
          id + " did not start within " + seconds(silence.limit()));
    }
    if (heard instanceof Heard.Death death) {
      throw new FrameworkUnavailableException(id + " died while it started: " + death.text());
    }
    if (heard instanceof Heard.Garbage garbage) {
      throw new FrameworkUnavailableException(
          id + " does not speak the protocol; its first line is: " + garbage.text());
    }
    Reply reply = ((Heard.Message) heard).reply();
    if (reply instanceof Reply.Failed failed) {
      throw new FrameworkUnavailableException(id + " failed to start: " + failed.text());
    }
    if (reply instanceof Reply.Declined declined) {
      throw new IllegalArgumentException("'" + id + "': " + declined.reason());
    }
    if (!(reply instanceof Reply.Hello hello)) {
      throw new FrameworkUnavailableException(id + " answered a hello with " + reply);
    }
    if (hello.protocol() != Protocol.VERSION) {
      throw new FrameworkUnavailableException(
          id + " speaks protocol " + hello.protocol() + ", expected " + Protocol.VERSION);
    }
    List<Reply.Library> libraries = hello.libraries() == null ? List.of() : hello.libraries();
    return new FrameworkInfo(
        id,
        hello.name() == null ? id : hello.name(),
        hello.version() == null ? "unknown" : hello.version(),
        libraries.stream()
            .map(library -> new FrameworkInfo.Library(library.file(), library.sha256()))
            .toList(),
        hello.threads(),
        hello.executioner(),
        hello.helper());
  }

  private Heard hear(Instant deadline) {
    try {
      return child.listen(Duration.between(Instant.now(), deadline));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      abandon();
      throw new FrameworkUnavailableException(id + " was interrupted");
    }
  }

  private void abandon() {
    if (child != null) {
      child.kill();
      child = null;
    }
  }

  @Override
  public void close() {
    if (child != null) {
      child.close();
      child = null;
    }
  }

  /** The base64 of a result and of every operand, each as large as the largest; and some text. */
  private static long answerLimit(ConvProblem problem) {
    double largest =
        Math.max(
            size(problem.inputShape()),
            Math.max(size(problem.filterShape()), size(problem.outputShape())));
    return (long) (largest * Double.BYTES * 4 / 3) * 5 + (1 << 20);
  }

  private static double size(long[] shape) {
    double size = 1;
    for (long axis : shape) {
      size *= axis;
    }
    return size;
  }

  private static String seconds(Duration limit) {
    return limit.toMillis() / 1000.0 + " s";
  }
}
