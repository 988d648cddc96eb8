#!/usr/bin/env python3
"""A framework for conv4j in plain Python: a template for your own.

    ./conv4j report --frameworks reference,exec:docs/samples/plain_framework.py

It speaks the protocol of docs/framework-protocol.md: one JSON object a line, requests on standard
input, answers on standard output. Replace `products` by calls of what you want to have judged.
"""

import base64
import json
import platform
import struct
import sys
import time

FORMATS = {"float32": "f", "float64": "d"}


def decode(array):
    """The values of an array of the protocol, as a flat list in row-major order."""
    code = FORMATS[array["elementType"]]
    data = base64.b64decode(array["data"])
    return list(struct.unpack(f"<{len(data) // struct.calcsize(code)}{code}", data))


def encode(values, shape, element_type):
    data = struct.pack(f"<{len(values)}{FORMATS[element_type]}", *values)
    text = base64.b64encode(data).decode("ascii")
    return {"elementType": element_type, "shape": shape, "data": text}


def strides(shape, axes, order):
    """Distances between neighbours along the axes named in `order`, of an array with these `axes`."""
    distance, by_axis = 1, {}
    for axis, size in reversed(list(zip(axes, shape))):
        by_axis[axis] = distance
        distance *= size
    return [by_axis[axis] for axis in order]


def products(p, operands):
    """Every product of the definition, as positions in output, input and filter."""
    xn, xc, xh, xw = strides(operands["input"]["shape"], p["layout"], "NCHW")
    yn, yc, yh, yw = strides(operands["outputGradient"]["shape"], p["layout"], "NCHW")
    wo, wi, wh, ww = strides(operands["filter"]["shape"], p["filterLayout"], "OIHW")
    group_in = p["inputChannels"] // p["groups"]
    group_out = p["outputChannels"] // p["groups"]
    for n in range(p["batch"]):
        for k in range(p["outputChannels"]):
            for row in range(p["outputHeight"]):
                for column in range(p["outputWidth"]):
                    y = n * yn + k * yc + row * yh + column * yw
                    for i in range(p["kernelHeight"]):
                        h = row * p["strideHeight"] + i * p["dilationHeight"] - p["padTop"]
                        if not 0 <= h < p["inputHeight"]:
                            continue
                        for j in range(p["kernelWidth"]):
                            v = column * p["strideWidth"] + j * p["dilationWidth"] - p["padLeft"]
                            if not 0 <= v < p["inputWidth"]:
                                continue
                            for c in range(group_in):
                                x = n * xn + (k // group_out * group_in + c) * xc + h * xh + v * xw
                                yield y, x, k * wo + c * wi + i * wh + j * ww


def channel_of(position, p, shape):
    _, step, _, _ = strides(shape, p["layout"], "NCHW")
    return position // step % p["outputChannels"]


def compute(direction, p, operands):
    """The values and the shape of one result."""
    x, w = decode(operands["input"]), decode(operands["filter"])
    dy = decode(operands["outputGradient"])
    output_shape = operands["outputGradient"]["shape"]
    if direction == "forward":
        bias = decode(operands["bias"]) if p["bias"] else [0.0] * p["outputChannels"]
        result = [bias[channel_of(at, p, output_shape)] for at in range(len(dy))]
        for to, at, tap in products(p, operands):
            result[to] += x[at] * w[tap]
        return result, output_shape
    if direction == "input-gradient":
        result = [0.0] * len(x)
        for to, at, tap in products(p, operands):
            result[at] += dy[to] * w[tap]
        return result, operands["input"]["shape"]
    if direction == "filter-gradient":
        result = [0.0] * len(w)
        for to, at, tap in products(p, operands):
            result[tap] += dy[to] * x[at]
        return result, operands["filter"]["shape"]
    result = [0.0] * p["outputChannels"]
    for at, value in enumerate(dy):
        result[channel_of(at, p, output_shape)] += value
    return result, [p["outputChannels"]]


def answer(number, direction, p, operands):
    about = {"id": number, "direction": direction}
    try:
        start = time.perf_counter()
        values, shape = compute(direction, p, operands)
        millis = (time.perf_counter() - start) * 1000
        result = encode(values, shape, p["elementType"])
        return {"answer": "computed", **about, "result": result, "algorithm": "loops", "millis": millis}
    except Exception as failure:  # whatever it is, it is the answer
        return {"answer": "failed", **about, "text": repr(failure)}


def main():
    channel, sys.stdout = sys.stdout, sys.stderr  # prints must not get between the answers
    for line in sys.stdin:
        request = json.loads(line)
        if request["request"] == "hello":
            hello = {
                "answer": "hello",
                "protocol": 1,
                "name": "plain Python",
                "version": platform.python_version(),
                "libraries": [],
                "threads": 1,
            }
            print(json.dumps(hello), file=channel, flush=True)
        elif request["request"] == "case":
            for direction in request["directions"]:
                reply = answer(request["id"], direction, request["problem"], request["operands"])
                print(json.dumps(reply), file=channel, flush=True)
        elif request["request"] == "stop":
            return
        else:
            reply = {"answer": "failed", "text": "unknown request " + request["request"]}
            print(json.dumps(reply), file=channel, flush=True)


if __name__ == "__main__":
    main()
