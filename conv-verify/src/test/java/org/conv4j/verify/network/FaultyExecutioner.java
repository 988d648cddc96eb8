package org.conv4j.verify.network;

import org.conv4j.nd4j.ops.ConvExecutioner;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.OpContext;

/** The op door, but for a millionth by which filter gradients are too large. */
public final class FaultyExecutioner extends ConvExecutioner {

  @Override
  public INDArray[] exec(CustomOp op, OpContext context) {
    INDArray[] outputs = super.exec(op, context);
    if (op.opName().equals("conv2d_bp")) {
      outputs[1].muli(1 + 1e-6);
    }
    return outputs;
  }
}
