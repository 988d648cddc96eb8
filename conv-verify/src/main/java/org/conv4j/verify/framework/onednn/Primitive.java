package org.conv4j.verify.framework.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;

/**
 * A primitive with its operands and results bound. Where it wants them in another layout than they
 * have, oneDNN's reorders move them before and after it: so oneDNN's documentation advises, and so
 * networks keep its layouts from one primitive to the next.
 */
final class Primitive {

  private record Move(reorder primitive, memory from, memory to) {}

  private final engine engine;
  private final stream stream;
  private final primitive primitive;
  private final String implementation;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final List<Move> into = new ArrayList<>();
  private final List<Move> outOf = new ArrayList<>();

  /**
   * Nothing bound yet.
   *
   * @param implementation oneDNN's name of the code that it chose
   */
  Primitive(engine engine, stream stream, primitive primitive, String implementation) {
    this.engine = engine;
    this.stream = stream;
    this.primitive = primitive;
    this.implementation = implementation;
  }

  /** Binds an operand to an argument that the primitive wants as {@code wanted}. */
  Primitive reads(int argument, memory operand, memory.desc wanted) {
    arguments.put(argument, moved(operand, wanted, true));
    return this;
  }

  /** Binds a result to an argument that the primitive writes as {@code given}. */
  Primitive writes(int argument, memory result, memory.desc given) {
    arguments.put(argument, moved(result, given, false));
    return this;
  }

  private memory moved(memory plain, memory.desc own, boolean read) {
    if (plain.get_desc().equals(own)) {
      return plain;
    }
    memory there = new memory(own, engine);
    if (read) {
      into.add(new Move(new reorder(plain, there), plain, there));
    } else {
      outOf.add(new Move(new reorder(there, plain), there, plain));
    }
    return there;
  }

  /** oneDNN's name of the code that it chose. */
  String implementation() {
    return implementation;
  }

  /** Whether operands or results are moved. */
  boolean reorders() {
    return !into.isEmpty() || !outOf.isEmpty();
  }

  /** Moves the operands to where the primitive wants them. */
  void load() {
    move(into);
  }

  /** Computes: the primitive alone. */
  void run() {
    primitive.execute(stream, arguments);
    stream._wait();
  }

  /** Moves the results to where they are expected. */
  void unload() {
    move(outOf);
  }

  /** Moves the operands, as the primitive has left them, to where they came from. */
  void readBack() {
    move(
        into.stream()
            .map(move -> new Move(new reorder(move.to, move.from), move.to, move.from))
            .toList());
  }

  private void move(List<Move> moves) {
    moves.forEach(move -> move.primitive.execute(stream, move.from, move.to));
    stream._wait();
  }
}
