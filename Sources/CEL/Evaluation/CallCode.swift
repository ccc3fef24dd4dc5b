import RE2

/// A call of a standard function.
final class CallCode: Code {
    private let name: String
    private let arguments: [any Code]
    private let implementation: StandardFunction.Implementation
    private let site: Site

    init(name: String, arguments: [any Code], implementation: StandardFunction.Implementation, site: Site) {
        self.name = name
        self.arguments = arguments
        self.implementation = implementation
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        switch implementation {
        case .unary(let function):
            let first = try arguments[0].run(&frame)
            do throws(CELError) {
                if let result = try function(first, &frame) { return result }
            } catch { throw site.located(error) }
            throw noOverload([first])
        case .binary(let function):
            let first = try arguments[0].run(&frame)
            let second = try arguments[1].run(&frame)
            do throws(CELError) {
                if let result = try function(first, second, &frame) { return result }
            } catch { throw site.located(error) }
            throw noOverload([first, second])
        case .variadic(let function):
            var values: [CELValue] = []
            values.reserveCapacity(arguments.count)
            for argument in arguments { values.append(try argument.run(&frame)) }
            do throws(CELError) {
                if let result = try function(values, &frame) { return result }
            } catch { throw site.located(error) }
            throw noOverload(values)
        }
    }

    private func noOverload(_ values: [CELValue]) -> CELError {
        site.noOverload("\(name)(\(values.map(\.typeName).joined(separator: ", ")))")
    }
}

/// `text.matches('pattern')` with a pattern that is compiled once.
final class MatchesCode: Code {
    private let text: any Code
    private let pattern: RegularExpression
    private let site: Site

    init(text: any Code, pattern: RegularExpression, site: Site) {
        self.text = text
        self.pattern = pattern
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        let value = try text.run(&frame)
        guard case .string(let text) = value else { throw site.noOverload("\(value.typeName).matches(string)") }
        do throws(CELError) { try frame.chargeReading(text.utf8.count) } catch { throw site.located(error) }
        return .bool(pattern.matches(text))
    }
}

/// A call of a function of the caller's own.
final class CustomCallCode: Code {
    private let functions: [CELFunction]
    private let arguments: [any Code]
    private let site: Site

    /// - Parameter functions: The overloads with this many parameters; never empty.
    init(functions: [CELFunction], arguments: [any Code], site: Site) {
        self.functions = functions
        self.arguments = arguments
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        var values: [CELValue] = []
        for argument in arguments { values.append(try argument.run(&frame)) }
        for function in functions where zip(values, function.parameters).allSatisfy({ $0.mayBe($1) }) {
            do throws(CELError) {
                if let body = function.body { return try Frame.checkDepth(try body(values)) }
                if let value = try frame.call(function.name, values) { return value }
            } catch { throw site.located(error) }
            throw site.error(.unknownFunction, "the function '\(function.name)' has no value here")
        }
        let name = functions.first?.name ?? ""
        throw site.noOverload("\(name)(\(values.map(\.typeName).joined(separator: ", ")))")
    }
}

extension CELValue {
    /// Whether the value's own type, without that of its elements, is the one declared.
    func mayBe(_ type: CELType) -> Bool {
        switch (type, self) {
        case (.dyn, _), (.parameter, _), (.opaque, _), (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint),
            (.double, .double), (.string, .string), (.bytes, .bytes), (.timestamp, .timestamp),
            (.duration, .duration), (.type, .type), (.list, .list), (.map, .map), (.object, .map),
            (.optional, .optional):
            true
        default: false
        }
    }
}
