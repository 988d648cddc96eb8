package org.conv4j.nd4j.selection;

import java.util.function.Supplier;

/** Makes something when first asked, and gives the same ever after, to any thread. */
final class Once<T> implements Supplier<T> {

  private final Supplier<T> make;
  private volatile T made;

  Once(Supplier<T> make) {
    this.make = make;
  }

  @Override
  public T get() {
    T result = made;
    if (result == null) {
      synchronized (this) {
        result = made;
        if (result == null) {
          result = make.get();
          made = result;
        }
      }
    }
    return result;
  }
}
