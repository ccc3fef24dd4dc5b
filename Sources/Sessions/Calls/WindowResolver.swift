package import Model
package import Tooling

/// Finds the window that holds when nobody set one.
package struct WindowResolver: Sendable {
    let catalog: SourceCatalog
    let extents: [any ExtentReading]
    let clock: any WallClock

    package init(catalog: SourceCatalog, extents: [any ExtentReading], clock: any WallClock) {
        self.catalog = catalog
        self.extents = extents
        self.clock = clock
    }

    /// The hour before the last line or sample of these sources, clamped to their data.
    ///
    /// Sources without times of their own, such as a list of changes, are asked about the time of all the others;
    /// without any data it is the hour before now.
    /// - Parameter others: Those that may be looked at besides; all when nil.
    package func window(of sources: [Source], among others: SourceCatalog? = nil) async throws -> Window {
        var whole = await extent(of: sources)
        if whole == nil, !sources.isEmpty { whole = await extent(of: (others ?? catalog).all) }
        let now = clock.now
        let hour: Int64 = 3_600_000_000_000
        return Window(defaultFor: whole ?? TimeSpan(start: now.advanced(byNanoseconds: -hour), end: now))
    }

    private func extent(of sources: [Source]) async -> TimeSpan? {
        var whole: TimeSpan?
        for source in sources {
            // A source that cannot be read says so when it is asked; it does not take part in choosing the window.
            guard let reader = extents.first(where: { $0.kinds.contains(source.kind) }),
                let extent = try? await reader.extent(of: source)
            else { continue }
            whole = whole.map { $0.union(extent) } ?? extent
        }
        return whole
    }

    /// The window of a new session over these sources.
    package func standard(of sources: SourceCatalog) async throws -> WindowSet {
        WindowSet(window: try await window(of: sources.all, among: sources), origin: "data")
    }
}
