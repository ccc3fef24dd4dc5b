/// A macro that visits the elements of a list or the entries of a map.
final class ComprehensionCode: Code {
    private let kind: Comprehension.Kind
    private let range: any Code
    private let firstSlot: Int
    private let secondSlot: Int?
    private let filter: (any Code)?
    private let body: any Code
    /// Work units of one element.
    private let cost: Int
    private let site: Site

    init(
        kind: Comprehension.Kind, range: any Code, firstSlot: Int, secondSlot: Int?, filter: (any Code)?,
        body: any Code, cost: Int, site: Site
    ) {
        self.kind = kind
        self.range = range
        self.firstSlot = firstSlot
        self.secondSlot = secondSlot
        self.filter = filter
        self.body = body
        self.cost = cost
        self.site = site
    }

    /// What has been found so far.
    private struct State {
        var failure: CELError?
        var matches = 0
        var elements: [CELValue] = []
        var entries = CELMapBuilder()
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        var state = State()
        switch try range.run(&frame) {
        case .list(let list):
            for index in 0..<list.count {
                let element = list[index]
                let goesOn =
                    secondSlot == nil
                    ? try visit(element, nil, &state, &frame)
                    : try visit(.int(Int64(index)), element, &state, &frame)
                guard goesOn else { break }
            }
        case .map(let map):
            for (key, value) in map {
                guard try visit(key.value, secondSlot == nil ? nil : value, &state, &frame) else { break }
            }
        case let other: throw site.noOverload("\(other.typeName).\(kind.rawValue)(…)")
        }
        return try result(of: state)
    }

    /// Visits one element; false when the rest does not matter.
    private func visit(
        _ first: CELValue, _ second: CELValue?, _ state: inout State, _ frame: inout Frame
    ) throws(CELError) -> Bool {
        do throws(CELError) { try frame.charge(cost) } catch { throw site.located(error) }
        frame[firstSlot] = first
        if let secondSlot { frame[secondSlot] = second }
        switch kind {
        case .all, .exists: return try test(decisive: kind == .exists, &state, &frame)
        case .existsOne:
            if try condition(body, &frame) { state.matches += 1 }
        case .filter:
            if try condition(body, &frame) { try append(first, &state, &frame) }
        case .map, .transformList:
            guard try passes(&frame) else { return true }
            try append(try body.run(&frame), &state, &frame)
        case .transformMap:
            guard try passes(&frame), let key = CELMapKey(first) else { return true }
            try insert(key, try body.run(&frame), &state, &frame)
        case .transformMapEntry:
            guard try passes(&frame) else { return true }
            guard case .map(let entries) = try body.run(&frame) else {
                throw site.error(.noSuchOverload, "transformMapEntry needs a map as result")
            }
            for (key, value) in entries { try insert(key, value, &state, &frame) }
        }
        return true
    }

    private func condition(_ code: any Code, _ frame: inout Frame) throws(CELError) -> Bool {
        let value = try code.run(&frame)
        guard case .bool(let truth) = value else {
            throw site.noOverload("\(value.typeName) as condition of \(kind.rawValue)")
        }
        return truth
    }

    private func passes(_ frame: inout Frame) throws(CELError) -> Bool {
        guard let filter else { return true }
        return try condition(filter, &frame)
    }

    /// As with `&&` and `||`, an element that decides hides the failures of the others.
    private func test(decisive: Bool, _ state: inout State, _ frame: inout Frame) throws(CELError) -> Bool {
        do throws(CELError) {
            guard try condition(body, &frame) == decisive else { return true }
            state.matches = 1
            return false
        } catch {
            guard error.code != .limitExceeded else { throw error }
            if state.failure == nil { state.failure = error }
            return true
        }
    }

    private func append(_ value: CELValue, _ state: inout State, _ frame: inout Frame) throws(CELError) {
        do throws(CELError) { try frame.buildElements(1) } catch { throw site.located(error) }
        state.elements.append(value)
    }

    private func insert(
        _ key: CELMapKey, _ value: CELValue, _ state: inout State, _ frame: inout Frame
    ) throws(CELError) {
        do throws(CELError) { try frame.buildElements(4) } catch { throw site.located(error) }
        guard state.entries.add(key, value) else {
            throw site.error(.duplicateKey, "two entries have the key '\(Access.clipped(key.description))'")
        }
    }

    private func result(of state: State) throws(CELError) -> CELValue {
        switch kind {
        case .all, .exists:
            if state.matches > 0 { return .bool(kind == .exists) }
            if let failure = state.failure { throw failure }
            return .bool(kind == .all)
        case .existsOne: return .bool(state.matches == 1)
        case .map, .filter, .transformList: return try checked(.list(CELList(state.elements)))
        case .transformMap, .transformMapEntry: return try checked(.map(state.entries.map))
        }
    }

    private func checked(_ value: CELValue) throws(CELError) -> CELValue {
        do throws(CELError) { return try Frame.checkDepth(value) } catch { throw site.located(error) }
    }
}
