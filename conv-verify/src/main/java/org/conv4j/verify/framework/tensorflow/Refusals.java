package org.conv4j.verify.framework.tensorflow;

import java.util.regex.Pattern;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TFUnimplementedException;

/** TensorFlow's ways of saying that it has not implemented something. */
final class Refusals {

  private static final Pattern DECLINES =
      Pattern.compile("do not yet support|not supported on CPU");

  private Refusals() {}

  /** What TensorFlow says it has not implemented, in its own words; anything else is thrown on. */
  static String declined(RuntimeException failure) {
    if (failure instanceof TFUnimplementedException
        || failure instanceof TFInvalidArgumentException
            && DECLINES.matcher(failure.getMessage()).find()) {
      return "TensorFlow: " + failure.getMessage();
    }
    throw failure;
  }
}
