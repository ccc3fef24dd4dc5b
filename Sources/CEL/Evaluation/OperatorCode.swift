/// `==` and `!=`.
final class EqualCode: Code {
    private let left: any Code
    private let right: any Code
    private let isNegated: Bool
    private let site: Site

    init(left: any Code, right: any Code, isNegated: Bool, site: Site) {
        self.left = left
        self.right = right
        self.isNegated = isNegated
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        let left = try left.run(&frame)
        let right = try right.run(&frame)
        do throws(CELError) {
            return .bool(try Comparison.equal(left, right, &frame) != isNegated)
        } catch { throw site.located(error) }
    }
}

/// `<`, `<=`, `>` and `>=`.
final class OrderCode: Code {
    private let binaryOperator: BinaryOperator
    private let left: any Code
    private let right: any Code
    private let site: Site

    init(_ binaryOperator: BinaryOperator, left: any Code, right: any Code, site: Site) {
        self.binaryOperator = binaryOperator
        self.left = left
        self.right = right
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        let left = try left.run(&frame)
        let right = try right.run(&frame)
        if case .int(let left) = left, case .int(let right) = right {
            switch binaryOperator {
            case .less: return .bool(left < right)
            case .lessOrEqual: return .bool(left <= right)
            case .greater: return .bool(left > right)
            default: return .bool(left >= right)
            }
        }
        do throws(CELError) {
            try frame.chargeReading(Comparison.size(left))
        } catch { throw site.located(error) }
        guard let order = Comparison.order(left, right) else {
            throw site.noOverload("\(left.typeName) \(binaryOperator.rawValue) \(right.typeName)")
        }
        switch binaryOperator {
        case .less: return .bool(order == .less)
        case .lessOrEqual: return .bool(order == .less || order == .equal)
        case .greater: return .bool(order == .greater)
        default: return .bool(order == .greater || order == .equal)
        }
    }
}

/// `a in b`.
final class InCode: Code {
    private let element: any Code
    private let container: any Code
    private let site: Site

    init(element: any Code, container: any Code, site: Site) {
        self.element = element
        self.container = container
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        let element = try element.run(&frame)
        let container = try container.run(&frame)
        switch container {
        case .list(let list):
            do throws(CELError) {
                return .bool(try Comparison.contains(list, element, &frame))
            } catch { throw site.located(error) }
        case .map(let map): return .bool(CELMapKey(lookingUp: element).map { map.contains($0) } ?? false)
        default: throw site.noOverload("\(element.typeName) in \(container.typeName)")
        }
    }
}

/// `a in [constants]`, where the constants are all keys of a set.
final class InSetCode: Code {
    private let element: any Code
    private let keys: [CELMapKey]
    private let set: Set<CELMapKey>

    init(element: any Code, keys: [CELMapKey]) {
        self.element = element
        self.keys = keys
        set = keys.count > 8 ? Set(keys) : []
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        guard let key = CELMapKey(lookingUp: try element.run(&frame)) else { return .bool(false) }
        guard set.isEmpty else { return .bool(set.contains(key)) }
        for candidate in keys where candidate == key { return .bool(true) }
        return .bool(false)
    }
}
