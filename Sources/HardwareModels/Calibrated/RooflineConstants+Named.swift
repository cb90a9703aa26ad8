/// The constants of 16-bit kernels by the names that a calibration calls them, whatever form they are part of.
///
/// Setting one of a form that has no such constant does nothing. Families that have the 16-bit kernels' constants for
/// want of their own are set with them.
extension RooflineConstants {
    public var gemmComputeEfficiency: Double {
        get { products[.sixteenBit].computeEfficiency }
        set { setProducts { $0.computeEfficiency = newValue } }
    }

    public var gemmMemoryEfficiency: Double {
        get { products[.sixteenBit].memoryEfficiency }
        set { setProducts { $0.memoryEfficiency = newValue } }
    }

    public var gemmLaunchMicroseconds: Double {
        get { products[.sixteenBit].launchMicroseconds }
        set { setProducts { $0.launchMicroseconds = newValue } }
    }

    public var gemmMicrosecondsPer1024Depth: Double {
        get { products[.sixteenBit].microsecondsPer1024Depth }
        set { setProducts { $0.microsecondsPer1024Depth = newValue } }
    }

    public var gemmDepthLimit: Double {
        get { products[.sixteenBit].depthLimit }
        set { setProducts { $0.depthLimit = newValue } }
    }

    public var cornerExponent: Double {
        get { products[.sixteenBit].cornerExponent }
        set { setProducts { $0.cornerExponent = newValue } }
    }

    public var prefillAttentionComputeEfficiency: Double {
        get {
            switch prefillAttention {
            case .additive(let form): form.computeEfficiency
            case .tiled(let form): form.computeEfficiency
            }
        }
        set { setPrefill({ $0.computeEfficiency = newValue }, { $0.computeEfficiency = newValue }) }
    }

    public var prefillAttentionMemoryEfficiency: Double {
        get {
            switch prefillAttention {
            case .additive(let form): form.memoryEfficiency
            case .tiled(let form): form.memoryEfficiency
            }
        }
        set { setPrefill({ $0.memoryEfficiency = newValue }, { $0.memoryEfficiency = newValue }) }
    }

    public var prefillAttentionLaunchMicroseconds: Double {
        get {
            switch prefillAttention {
            case .additive(let form): form.launchMicroseconds
            case .tiled(let form): form.launchMicroseconds
            }
        }
        set { setPrefill({ $0.launchMicroseconds = newValue }, { $0.launchMicroseconds = newValue }) }
    }

    /// Whether compute and memory time overlap in the additive form.
    public var prefillAttentionOverlaps: Bool {
        get {
            if case .additive(let form) = prefillAttention { return form.overlaps }
            return false
        }
        set { setPrefill({ $0.overlaps = newValue }, { _ in }) }
    }

    public var decodeAttentionMemoryEfficiency: Double {
        get {
            switch decodeAttention {
            case .linear(let form): form.memoryEfficiency
            case .split(let form): form.memoryEfficiency
            }
        }
        set { setDecode({ $0.memoryEfficiency = newValue }, { $0.memoryEfficiency = newValue }) }
    }

    public var decodeAttentionLaunchMicroseconds: Double {
        get {
            switch decodeAttention {
            case .linear(let form): form.launchMicroseconds
            case .split(let form): form.launchMicroseconds
            }
        }
        set { setDecode({ $0.launchMicroseconds = newValue }, { $0.launchMicroseconds = newValue }) }
    }

    /// Of the linear form.
    public var decodeAttentionMicrosecondsPerHead: Double {
        get {
            if case .linear(let form) = decodeAttention { return form.microsecondsPerHead }
            return 0
        }
        set { setDecode({ $0.microsecondsPerHead = newValue }, { _ in }) }
    }

    public var allReduceMicroseconds: Double {
        get { allReduce.startMicroseconds }
        set { allReduce.startMicroseconds = newValue }
    }

    public var allReduceEfficiency: Double {
        get { allReduce.linkEfficiency }
        set { allReduce.linkEfficiency = newValue }
    }

    private mutating func setProducts(_ change: (inout GEMMConstants) -> Void) {
        let shared = products[.sixteenBit]
        for family in KernelFamily.allCases where products[family] == shared { change(&products[family]) }
    }

    private mutating func setPrefill(
        _ additive: (inout AdditivePrefill) -> Void, _ tiled: (inout TiledPrefill) -> Void
    ) {
        switch prefillAttention {
        case .additive(var form):
            additive(&form)
            prefillAttention = .additive(form)
        case .tiled(var form):
            tiled(&form)
            prefillAttention = .tiled(form)
        }
    }

    private mutating func setDecode(
        _ linear: (inout LinearDecode) -> Void, _ split: (inout SplitDecode) -> Void
    ) {
        switch decodeAttention {
        case .linear(var form):
            linear(&form)
            decodeAttention = .linear(form)
        case .split(var form):
            split(&form)
            decodeAttention = .split(form)
        }
    }
}
