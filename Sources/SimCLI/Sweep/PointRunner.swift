import SimCore

/// Runs one point of a sweep: its replications, or the bisection of the flag that is searched.
struct PointRunner: Sendable {
    let plan: SweepPlan

    /// The figures of one setting.
    struct Figures {
        var metrics: [JSON] = []
        var halfWidths: [JSON] = []
        var configurationHash = ""
        var fingerprint = ""
        var provenance: ProvenanceNote?
        var warnings: [String] = []
    }

    /// What does not fit or does not go together becomes a row with the reason.
    ///
    /// - Throws: `CLIError` for what ends the sweep: files that cannot be read, defects.
    func row(_ point: Int, _ shelf: WarmCost.Shelf) throws(CLIError) -> SweepRow {
        var row = SweepRow(point: point, axes: plan.axes(point), status: .ok)
        if let search = plan.search {
            try run(search, plan.settings(point), shelf, into: &row)
            return row
        }
        switch try attempt(plan.settings(point), shelf) {
        case .success(let figures): row.take(figures)
        case .failure(let problem): row.refuse(problem)
        }
        return row
    }

    /// The rows of all points where the flags of none go together, which is known without running one; else no rows.
    /// Looks no further than the first point that is another.
    func mistakes() -> [SweepRow] {
        guard plan.search == nil else { return [] }
        var rows: [SweepRow] = []
        for point in 0..<plan.grid.count {
            do throws(CLIError) {
                _ = try Scenario(plan.settings(point)).load.makeSource()
                return []
            } catch {
                guard error.code == .usage else { return [] }
                var row = SweepRow(point: point, axes: plan.axes(point), status: .ok)
                row.refuse(error)
                rows.append(row)
            }
        }
        return rows
    }

    private func attempt(_ settings: Settings, _ shelf: WarmCost.Shelf) throws(CLIError) -> Result<
        Figures, CLIError
    > {
        do throws(CLIError) { return .success(try figures(settings, shelf)) } catch {
            guard error.code == .infeasible || error.code == .usage else { throw error }
            return .failure(error)
        }
    }

    private func run(
        _ search: SweepPlan.Search, _ settings: Settings, _ shelf: WarmCost.Shelf, into row: inout SweepRow
    )
        throws(CLIError)
    {
        var results: [Int: Result<Figures, CLIError>] = [:]
        let place = row.axes.count
        let bare = row
        /// The row as it would be with one of the values.
        func tried(_ index: Int) throws(CLIError) -> SweepRow {
            let text = SimCLI.Figures.plain(search.range.value(index))
            var row = bare
            let value: FlagValue
            do throws(BadValue) { value = try search.flag.kind.read(text) } catch {
                throw error.error(for: Subject(name: search.spelling))
            }
            row.axes.insert(value.json, at: place)
            var settings = settings
            settings.put(value, for: search.flag, Subject(name: search.spelling))
            let result: Result<Figures, CLIError>
            if let known = results[index] { result = known } else { result = try attempt(settings, shelf) }
            results[index] = result
            switch result {
            case .success(let figures): row.take(figures)
            case .failure(let problem): row.refuse(problem)
            }
            return row
        }
        func holds(_ row: SweepRow) -> Bool {
            row.status == .ok && search.conditions.allSatisfy { $0.isKept(row) }
        }
        let last = try search.range.last { (index) throws(CLIError) in holds(try tried(index)) }
        row = try tried(last ?? 0)
        row.evaluations = results.count
        let ends = "\(SimCLI.Figures.plain(search.range.low)) to \(SimCLI.Figures.plain(search.range.high))"
        if last == nil, row.status == .ok {
            row.status = .unmet
            let missed = search.conditions.filter { !$0.isKept(row) }.map { condition in
                "\(condition.measure.name) is \(condition.measure.text(row))"
            }
            row.reason =
                "no --\(search.flag.name) from \(ends) meets the conditions: already at "
                + "\(SimCLI.Figures.plain(search.range.value(0))) \(missed.joined(separator: " and "))"
        } else if last == search.range.count - 1 {
            row.warnings.append(
                "range end: every --\(search.flag.name) tried from \(ends) meets the conditions, so the answer may lie "
                    + "outside")
        }
    }

    /// Means over the replications, which differ in nothing but their draws.
    private func figures(_ settings: Settings, _ shelf: WarmCost.Shelf) throws(CLIError) -> Figures {
        guard plan.replications > 1 else { return try single(settings, shelf) }
        let first = settings.whole(.replication) ?? 0
        var runs: [Figures] = []
        for replication in 0..<plan.replications {
            var settings = settings
            let (number, overflows) = first.addingReportingOverflow(replication)
            guard !overflows else {
                throw CLIError.usage("--replication \(first) leaves no room for further ones")
            }
            settings.put(.whole(number), for: RunFlags.flag(.replication), settings.subject(.replication))
            runs.append(try single(settings, shelf))
        }
        var figures = runs[0]
        var print = Fingerprint()
        for run in runs {
            print.combine(run.fingerprint)
            for warning in run.warnings where !figures.warnings.contains(warning) {
                figures.warnings.append(warning)
            }
        }
        figures.fingerprint = print.hexadecimal
        for index in figures.metrics.indices {
            let values = runs.compactMap { $0.metrics[index].real }
            let interval = values.count == runs.count ? StudentInterval(values) : nil
            figures.metrics[index] = .optional(interval?.mean)
            figures.halfWidths.append(.optional(interval?.halfWidth))
        }
        return figures
    }

    private func single(_ settings: Settings, _ shelf: WarmCost.Shelf) throws(CLIError) -> Figures {
        var observer = NoObserver()
        let outcome = try RunCommand.simulate(try Scenario(settings), shelf, &observer)
        return Figures(
            metrics: plan.metrics.values(outcome), configurationHash: outcome.configurationHash,
            fingerprint: outcome.result.fingerprint.hexadecimal, provenance: ProvenanceNote(outcome),
            warnings: outcome.warnings)
    }
}

extension SweepRow {
    fileprivate mutating func take(_ figures: PointRunner.Figures) {
        metrics = figures.metrics
        halfWidths = figures.halfWidths
        configurationHash = figures.configurationHash
        fingerprint = figures.fingerprint
        provenance = figures.provenance?.provenance
        errorBand = figures.provenance?.band?.kind
        warnings = figures.warnings
    }

    fileprivate mutating func refuse(_ problem: CLIError) {
        status = problem.code == .infeasible ? .infeasible : .invalid
        reason = problem.message
    }
}
