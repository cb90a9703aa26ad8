"""All experiments, in the order in which a plan lists them."""

from __future__ import annotations

from experiments import (decode_step, eager_layer, gemm, gemm_quantised, hbm_stream, idle, moe,
                         prefill, sampler, sentinel, server)

EXPERIMENTS = [module.EXPERIMENT for module in (
    idle, hbm_stream, gemm, gemm_quantised, decode_step, sampler, prefill, eager_layer, moe,
    server)]
SENTINEL = sentinel.EXPERIMENT
NAMES = tuple(experiment.name for experiment in EXPERIMENTS)
