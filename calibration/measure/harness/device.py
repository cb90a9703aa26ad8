"""Where launches run: a CUDA GPU timed by its events, or this processor timed by its clock."""

from __future__ import annotations

import time


class HostDevice:
    """The processor: for self-tests. A launch is done when the call returns."""

    kind = "cpu"
    l2_bytes = 1 << 20

    def synchronize(self) -> None:
        pass

    def stamp(self) -> float:
        return time.perf_counter()

    def wait(self, stamp: float) -> None:
        pass

    def elapsed_us(self, begin: float, end: float) -> float:
        return (end - begin) * 1e6

    def capture(self, body):
        return body

    def release(self) -> None:
        pass

    def works(self) -> bool:
        return True

    def describe(self) -> dict:
        return {}


class CudaDevice:
    """The GPU that torch shows as number 0. Creating this object creates the CUDA context."""

    kind = "cuda"

    def __init__(self):
        import torch

        self._torch = torch
        torch.zeros(1, device="cuda")
        self._properties = torch.cuda.get_device_properties(0)
        # 50 MB is an H100's L2, for versions of torch that do not tell.
        self.l2_bytes = getattr(self._properties, "L2_cache_size", 50 << 20)

    def synchronize(self) -> None:
        self._torch.cuda.synchronize()

    def stamp(self):
        """An event recorded on the current stream."""
        event = self._torch.cuda.Event(enable_timing=True)
        event.record()
        return event

    def wait(self, stamp) -> None:
        stamp.synchronize()

    def elapsed_us(self, begin, end) -> float:
        return begin.elapsed_time(end) * 1000

    def capture(self, body):
        """`body` as one CUDA graph: call what is returned to replay it."""
        cuda = self._torch.cuda
        graph, stream = cuda.CUDAGraph(), cuda.current_stream()
        try:
            with cuda.graph(graph):
                body()
        finally:
            # After a failed capture torch can leave its own stream behind as the current one.
            cuda.set_stream(stream)
        return graph.replay

    def release(self) -> None:
        """Gives memory that nothing refers to back to the driver."""
        import gc

        gc.collect()
        self._torch.cuda.empty_cache()

    def works(self) -> bool:
        """Whether the context still runs kernels: after an illegal access none will."""
        try:
            return self._torch.ones(1, device="cuda").item() == 1
        except RuntimeError:
            return False

    def describe(self) -> dict:
        """The CUDA side of machine.json."""
        return {
            "multiprocessors": self._properties.multi_processor_count,
            "compute_capability": f"{self._properties.major}.{self._properties.minor}",
            "l2_bytes": self.l2_bytes,
        }
