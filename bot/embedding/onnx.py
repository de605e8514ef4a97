"""Reads the tensors out of an ONNX file: its protobuf wire format, as far as that needs it.

onnx.proto: ModelProto.graph = 7, GraphProto.initializer = 5, TensorProto.dims = 1, data_type = 2,
name = 8, raw_data = 9. Protocol Buffers encoding: a key is field << 3 | wire type.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Tensor = NDArray[np.float32 | np.int8]

_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5
# TensorProto.DataType; positions and shapes (int64) are of no use here.
_FLOAT, _INT8 = 1, 3


def tensors(model: memoryview) -> dict[str, Tensor]:
    """Return the float32 and int8 initializers by name, in the file's order, without copying.

    Raises:
        ValueError: It is no ONNX model, or is cut short.
    """
    try:
        return {
            name: tensor
            for graph in _of(model, 7)
            for raw in _of(graph, 5)
            for name, tensor in _tensor(raw)
        }
    except (IndexError, TypeError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from None


def _tensor(raw: memoryview) -> Iterator[tuple[str, Tensor]]:
    fields = list(_fields(raw))
    shape = [value for field, value in fields if field == 1 and isinstance(value, int)]
    single = {field: value for field, value in fields if field != 1}
    kind, name, content = single.get(2), single.get(8), single.get(9)
    if not isinstance(name, memoryview) or not isinstance(content, memoryview):
        return
    if kind == _FLOAT:
        yield str(name, "utf-8"), np.frombuffer(content, np.float32).reshape(shape)
    elif kind == _INT8:
        yield str(name, "utf-8"), np.frombuffer(content, np.int8).reshape(shape)


def _of(message: memoryview, wanted: int) -> Iterator[memoryview]:
    for field, value in _fields(message):
        if field == wanted and isinstance(value, memoryview):
            yield value


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        wire = key & 7
        if wire == _VARINT:
            value, at = _varint(message, at)
            yield key >> 3, value
            continue
        if wire == _LENGTH:
            size, at = _varint(message, at)
        elif wire in (_EIGHT_BYTES, _FOUR_BYTES):
            size = 8 if wire == _EIGHT_BYTES else 4
        else:
            raise ValueError(f"wire type {wire}")
        if at + size > len(message):
            raise ValueError("cut short")
        yield key >> 3, message[at : at + size]
        at += size


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at
