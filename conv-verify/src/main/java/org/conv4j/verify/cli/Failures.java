package org.conv4j.verify.cli;

import java.io.PrintWriter;
import org.conv4j.verify.InputException;
import org.conv4j.verify.framework.FrameworkUnavailableException;
import org.conv4j.verify.framework.NoAnswerException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what went wrong in one sentence, without a stack trace; a stack trace appears only for a
 * mistake of this program.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

  /** The sentence for a heap that is too small. */
  static final String OUT_OF_MEMORY =
      "out of memory: the Java machine may use %d MiB; CONV4J_OPTS=-Xmx8g gives it 8 GiB."
          .formatted(Runtime.getRuntime().maxMemory() >> 20);

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println(name + ": " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("Try './" + name + " --help'.");
    err.flush();
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    int code = codeOf(failure);
    if (ranOutOfMemory(failure)) {
      err.println(name + ": " + OUT_OF_MEMORY);
      code = ExitCode.NO_RESULT;
    } else if (code < 0) {
      err.println(name + ": this is a mistake of conv4j; please report what follows.");
      failure.printStackTrace(err);
      code = ExitCode.NO_RESULT;
    } else {
      err.println(name + ": " + failure.getMessage());
    }
    err.flush();
    return code;
  }

  private static boolean ranOutOfMemory(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }

  private static int codeOf(Exception failure) {
    if (failure instanceof InputException) {
      return ExitCode.USAGE;
    }
    if (failure instanceof FrameworkUnavailableException || failure instanceof NoAnswerException) {
      return ExitCode.NO_RESULT;
    }
    return -1;
  }
}
