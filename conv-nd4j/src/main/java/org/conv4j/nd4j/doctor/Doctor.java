package org.conv4j.nd4j.doctor;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.conv4j.nd4j.network.UnusableNetworkException;

/**
 * Tells what is really running in this JVM, and what to do about what is not as it should be. To
 * look at a program's own JVM, start this class with that program's class path and options:
 *
 * <pre>
 * java -cp CLASS_PATH OPTIONS org.conv4j.nd4j.doctor.Doctor [--json] [--input-shape C,H,W] [FILE.zip]
 * </pre>
 *
 * <p>Exit code 0: told; 2: an argument or the file cannot be used.
 */
public final class Doctor {

  private static final String JSON = "--json";
  private static final String SHAPE = "--input-shape";
  private static final int GOOD = 0;
  private static final int USAGE = 2;

  private Doctor() {}

  /** Prints the findings. */
  public static void main(String[] arguments) {
    System.exit(run(Arrays.asList(arguments), System.out, System.err));
  }

  /**
   * Prints the findings of this JVM.
   *
   * @param arguments as of the command line
   * @return the exit code
   */
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    try {
      Wish wish = Wish.of(arguments);
      Facts facts = Probe.facts();
      List<Advice> advice = Advice.on(facts);
      LayerPlan.Network network = wish.file() == null ? null : network(wish, facts);
      out.print(
          wish.json()
              ? Rendering.json(facts, advice, network)
              : Rendering.text(facts, advice, network));
      out.flush();
      return GOOD;
    } catch (UnusableNetworkException | IllegalArgumentException refused) {
      err.println("doctor: " + refused.getMessage());
      return USAGE;
    }
  }

  private static LayerPlan.Network network(Wish wish, Facts facts) {
    if (facts.dl4j() == null) {
      throw new UnusableNetworkException(
          "a network was given, and deeplearning4j-nn is not on the class path");
    }
    return LayerPlan.of(Path.of(wish.file()), wish.inputShapes(), facts);
  }

  /**
   * The arguments.
   *
   * @param json whether JSON is wanted
   * @param inputShapes one for each input; none for what the file tells
   * @param file null if none was given
   */
  private record Wish(boolean json, List<long[]> inputShapes, String file) {

    static Wish of(List<String> arguments) {
      boolean json = false;
      List<long[]> shapes = new ArrayList<>();
      String file = null;
      for (int i = 0; i < arguments.size(); i++) {
        String argument = arguments.get(i);
        if (argument.equals(JSON)) {
          json = true;
        } else if (argument.equals(SHAPE) && i + 1 < arguments.size()) {
          i++;
          shapes.add(shape(arguments.get(i)));
        } else if (argument.startsWith("-") || file != null) {
          throw new IllegalArgumentException(
              "'%s' is not expected: the arguments are [--json] [--input-shape C,H,W] [FILE.zip]"
                  .formatted(argument));
        } else {
          file = argument;
        }
      }
      return new Wish(json, List.copyOf(shapes), file);
    }

    private static long[] shape(String text) {
      try {
        long[] shape = Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
        if (Arrays.stream(shape).allMatch(axis -> axis > 0)) {
          return shape;
        }
      } catch (NumberFormatException noNumber) {
        // The same as a number that is no size.
      }
      throw new IllegalArgumentException(
          "--input-shape is '%s': expected numbers of at least 1, such as 3,224,224"
              .formatted(text));
    }
  }
}
