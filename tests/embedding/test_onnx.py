import pytest

pytest.importorskip("numpy", reason="NOT CHECKED: the semantic extra is not installed")

from bot.embedding import onnx


def field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2, len(content)]) + content


def tensor(name: bytes, kind: int, shape: tuple[int, ...], raw: bytes) -> bytes:
    dims = b"".join(bytes([1 << 3, size]) for size in shape)
    return dims + bytes([2 << 3, kind]) + field(8, name) + field(9, raw)


def model(*tensors: bytes) -> memoryview:
    # A version before and four fixed bytes after: fields that are passed over.
    graph = b"".join(field(5, each) for each in tensors)
    return memoryview(b"\x08\x0a" + field(7, graph) + b"\x7d\x00\x00\x00\x00")


def test_tensors_come_with_name_shape_and_kind() -> None:
    found = onnx.tensors(
        model(
            tensor(b"scale", 1, (2,), b"\x00\x00\x80?\x00\x00\x00@"),
            tensor(b"weights", 3, (2, 2), b"\x01\xff\x02\xfe"),
        )
    )
    assert {name: each.tolist() for name, each in found.items()} == {
        "scale": [1.0, 2.0],
        "weights": [[1, -1], [2, -2]],
    }


def test_kinds_that_nobody_needs_are_passed_over() -> None:
    assert onnx.tensors(model(tensor(b"shape", 7, (1,), b"\x01" + b"\x00" * 7))) == {}


@pytest.mark.parametrize("content", [b"\x3a\x05\x00", b"\x3a", b"\xff", b"\x3b", b"\x3a\x80"])
def test_what_is_no_model_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        onnx.tensors(memoryview(content))


def test_a_tensor_that_does_not_fill_its_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="reshape"):
        onnx.tensors(model(tensor(b"short", 3, (3,), b"\x01")))
