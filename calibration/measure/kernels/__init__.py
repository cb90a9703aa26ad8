"""What the experiments launch: linear maps, attention, samplers, experts, in torch and triton."""
