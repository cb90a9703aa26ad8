"""Kernel times in microseconds. Plain floats; only + - * / ** log exp sqrt min max floor ceil.

Units: BW in bytes/us (HBM), P in FLOP/us (bf16 dense tensor peak), S = number of SMs. Constants: constants.json.
smax(a,b,p) = (a^p+b^p)^(1/p), p >= 1: p = 1 adds (no overlap), p -> inf is a roofline.
"""
import json, os
from math import ceil, floor, sqrt, log, exp
K = json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'constants.json')))
INF = float('inf')

def smax(a, b, p):
    m = a if a > b else b
    if m <= 0.0: return 0.0
    if p > 40.0: return m
    return m * ((a / m) ** p + (b / m) ** p) ** (1.0 / p)

def device(gpu):
    d = K['devices'][gpu]
    return d['hbm_bytes_per_s'] / 1e6, d['bf16_flop_per_s'] / 1e6, float(d['sm_count'])

def fmt(name):
    f = K['formats'][name]
    return f['weight_bytes'], f['activation_bytes'], f['peak_multiple']

# ---------------------------------------------------------------- GEMM  y[m,n] = x[m,k] w[k,n]
def gemm(c, gpu, dtype, m, n, k, include_host_floor=True):
    """c: K['gemm']['engine|gpu|dtype']; gpu may be another device (transfer)."""
    BW, P, S = device(gpu); w, ab, Pm = fmt(dtype)
    nbytes = w * n * k + ab * m * k + 2.0 * m * n
    r = 1.0 + c['r1']
    if 'tv' in c and m < c['thr']:                      # CUDA-core GEMV kernel of the int formats
        return c['tv'] + smax(c['tauv'] * k / 1024.0,
                              smax(nbytes / (c['emv'] * BW), n * k * (1.0 + c['gv'] * m) / (c['Rv'] * 1e6), 3.0), r)
    bm = 64.0 if m <= 64 else (128.0 if m <= 128 else 256.0)
    rows = ceil(m / bm) * bm if m > 64 else float(m)     # row padding to the tile
    waves = ceil(m / bm) * ceil(n / 128.0) * bm / 128.0 / S
    W = 1.0 + c['q'] * (ceil(waves) / waves - 1.0) if m > 64 else 1.0      # wave quantisation, weight q
    lat = c['tau'] * min(k, c['ks']) / 1024.0 * (1.0 + c['mc'] * (min(max(m, 64.0), 256.0) / 64.0 - 1.0))   # one CTA's k loop; split-k caps k at ks
    mem = nbytes / (c['em'] * BW)
    if 'Rd' in c: mem = max(mem, n * k / (c['Rd'] * 1e6))                  # weight dequantisation rate
    comp = 2.0 * rows * n * (k + c['k0']) / (c['ec'] * Pm * P) * W
    t = c['t0'] + smax(lat, smax(comp, mem, 1.0 + c['p1']), r)
    if 'eq' in c: t += 3.0 * m * k / (c['eq'] * BW) + c.get('arow', 0.0) * m * 1e-3    # activation-quantise pass
    if include_host_floor and 'h1' in c: t = smax(t, c['h1'] if m <= 16 else c['h2'], 8.0)   # eager host launch
    return t

# ---------------------------------------------------------------- decode attention
def decode_attention(c, gpu, B, s, h, kv, dh, kv_bytes=2.0, cold=False):
    """One layer; B sequences, s cached tokens each (current one included), h query and kv KV heads on this GPU.
    cold=False replays the benchmark (KV below L2 size stays in L2); cold=True is a model whose layers evict each other."""
    BW, P, S = device(gpu); C = K['devices'][gpu]['l2_resident_bytes']; f = dh / 128.0
    nbytes = 2.0 * B * s * kv * dh * kv_bytes
    if cold: mem = nbytes / (c['eg'] * BW) + c['th'] * nbytes / (nbytes + C)
    else: mem = nbytes / (c['eg'] * BW) + c['th'] if nbytes > C else nbytes / (c['bl2'] * 1e6)
    tiles = float(B * kv); nb = float(ceil(s / 128.0))
    split = max(1.0, min(32.0, nb, float(floor(S / tiles))))               # flash-decoding split, 32 at most in vLLM graphs
    per = ceil(nb / split); W = max(1.0, tiles * split / S)
    over = (W ** c['gam'] - 1.0) * (c['tc'] + c['tch'] * f) + c['cs'] * max(B - 128.0, 0.0) * 1e-3 + 4.0 * B * h * dh / (c['eq'] * BW)
    base = c['t0'] + c['t1'] * f + (c['tsp'] if split > 1.0 else 0.0) + c['cb'] * min(B, 128.0) / 128.0
    return base + smax(smax(mem, (per - 1.0) * c['tb'] * f, 4.0), over, 1.0 + c['p1'])

# ---------------------------------------------------------------- prefill attention (causal)
def prefill_attention(c, gpu, B, L, h, kv, dh, context=0.0):
    """B prompts of L new tokens each (L > 1), `context` tokens cached before them (0 in the data). L = 1: decode_attention with s = 1."""
    BW, P, S = device(gpu); f = dh / 128.0
    pairs = L * (L + 128.0) / 2.0 + L * context                            # K blocks of 128: the diagonal block counts whole
    comp = B * h * pairs * (4.0 * dh / (c['ea'] * P) + c['cx'] * 1e-6) + c['tt'] * B * kv * ceil(L * h / kv / 128.0) / S
    io = 4.0 * B * L * h * dh / (c['eb'] * BW) + 2.0 * c['xk'] * B * L * kv * dh / BW
    nb = L / 128.0
    chain = c['tm'] * (1.0 - exp(-nb / 2.0)) + c['tb'] * (nb + context / 128.0)
    return c['t0'] + c['t1'] * f + smax(chain, comp + io, 1.0 + c['p1'])

# ---------------------------------------------------------------- MoE
def moe_load(T, k, E, ep, alpha, nu, z):
    """(active experts, rows) on the busiest GPU. alpha 0: balanced; > 1: power law of the benchmark's generator."""
    El = E / ep; lam = T * k / E
    bal = min(El, max(T * k / ep, 1.0))
    if alpha == 0.0: return bal, max(T * k / ep, bal)
    b = max(alpha - 1.0, 0.01); R = max(0.8 * T, 2.0) if lam > 1.0 else 200.0
    q = 1.0 - R ** (-b)
    mean = b / q * (R ** (1.0 - b) - 1.0) / (1.0 - b); ex2 = b / q * (R ** (2.0 - b) - 1.0) / (2.0 - b)
    cv2 = max(ex2 / (mean * mean) - 1.0, 0.0)
    if lam > 1.0: pa = min(1.0, max(0.0, (max(0.5 * mean / lam, 1.0) ** (-b) - R ** (-b)) / q))
    else: pa = 1.0 - (1.0 + lam / nu) ** (-nu)
    ze = sqrt(2.0 * log(ep)) * z if ep > 1 else 0.0
    rows = min(T * k / ep * (1.0 + ze * sqrt(cv2 / El)), T * min(k, El))
    act = min(El, El * pa + ze * sqrt(max(El * pa * (1.0 - pa), 0.0)), max(rows, 1.0))
    act = bal if T == 1 else max(act, 1.0)
    return act, max(rows, act)

def moe(c, gpu, dtype, T, H, I, k, E, tp=1, ep=1, alpha=0.0, matrices=3.0):
    """Fused MoE of T tokens; matrices 3 gated (SwiGLU), 2 plain (relu^2)."""
    BW, P, S = device(gpu); w, ab, Pm = fmt(dtype)
    Ie = I / tp; act, rows = moe_load(T, k, E, ep, alpha, c['nu'], c['z'])
    u = 1.0 + c['ua'] if abs(Ie / 16.0 - floor(Ie / 16.0)) > 1e-9 else 1.0  # rows of weights not 16-element aligned
    comp = 2.0 * matrices * rows * H * Ie / (c['ec'] * Pm * P)
    mem = act * matrices * H * (Ie + c['i0']) * w * u / (c['em'] * BW)
    return c['t0'] + c['tk'] * (H + Ie) / 1024.0 + smax(comp, mem, 1.0 + c['p1']) + 2.0 * T * k * (H + Ie) / (c['eb'] * BW)

# ---------------------------------------------------------------- collectives
def collective(c, g, nbytes):
    """c: K['collectives']['engine|op']; nbytes: message, g GPUs."""
    v = c['cf'] * (g - 1.0) / g * nbytes / 1e6
    return c['a0'] + c['a1'] * log(g) / log(2.0) + v / (c['beta'] * 1e-3 * (g / 2.0) ** c['eta']) + c['gam'] * v ** c['e']
