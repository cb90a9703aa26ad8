"""A toy inference server: arrivals, batching policies, the engine that runs their steps."""
