/**
 * Adapter: ONNX Runtime. It runs models, so that each case becomes one: {@code OnnxGraph} and
 * {@code OnnxMessage} write the few parts of the format that a convolution needs.
 */
package org.conv4j.verify.framework.onnxruntime;
