import Testing

@testable import CEL

/// Random texts and changed expressions must neither crash nor run for long; every case is given by its seed.
@Suite("Fuzzing")
struct FuzzTests {
    /// The generator of SplitMix64 (Steele, Lea and Flood 2014).
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let limits = CELLimits(steps: 50_000, builtBytes: 1 << 20)

    private static let words =
        """
        ( ) [ ] { } . .? [? , : ? ! - + * / % < <= > >= == != && || in a b x.y inputs steps items name flag nothing 0 1 2u
        -1 1.5 9223372036854775807 18446744073709551615u 1e308 'a' 'é日' b'\\xff' '' null true false has( size( .size()
        .map(x, .all(x, .exists(i, v, .filter(x, .transformMap(k, v, .transformList(i, v, cel.bind(x, .optMap(x, optional.of(
        optional.none() .orValue( .or( .value() int( uint( double( string( bytes( type( dyn( timestamp( duration( .matches(
        .split( .join( .replace( .format( .substring( .charAt( .indexOf( .lastIndexOf( .reverse() .trim() math.greatest(
        math.abs( math.bitShiftLeft( lists.range( .flatten() .sort() .distinct() .slice( sets.contains( .getHours( strings.quote(
        base64.encode( base64.decode( .contains( '%s%d%.3f' [1,2,3] {'a':1} duration('1h') timestamp(0) x
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    private static func exercise(_ text: String, _ variables: CELVariables) {
        guard let expression = try? CELExpression(text, limits: limits) else { return }
        _ = expression.references
        let check = expression.check(in: TestDocument.environment)
        for check in [check, nil] {
            let program = CELProgram(expression, environment: TestDocument.environment, check: check)
            guard let value = try? program.evaluate(variables) else { continue }
            _ = value.description
            _ = try? value.json()
            #expect(value.depth <= 501)
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func tokens(seed: UInt64) throws {
        var generator = Generator(state: seed)
        let variables = try TestDocument.variables()
        for _ in 0..<200 {
            var text = ""
            for _ in 0..<Int.random(in: 1...24, using: &generator) {
                text +=
                    (Self.words.randomElement(using: &generator) ?? "") + (Bool.random(using: &generator) ? " " : "")
            }
            Self.exercise(text, variables)
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func bytes(seed: UInt64) throws {
        var generator = Generator(state: seed)
        let variables = try TestDocument.variables()
        for _ in 0..<200 {
            let count = Int.random(in: 0...40, using: &generator)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            Self.exercise(String(decoding: bytes, as: UTF8.self), variables)
        }
    }

    /// Changes expressions that mean something: words are dropped, doubled, swapped or replaced.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func mutations(seed: UInt64) throws {
        var generator = Generator(state: seed)
        let variables = try TestDocument.variables()
        let expressions = try ConformanceData.files().flatMap(\.cases).map(\.expression) + Self.seeds
        for _ in 0..<150 {
            var bytes = Array((expressions.randomElement(using: &generator) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...4, using: &generator) { Self.mutate(&bytes, &generator) }
            Self.exercise(String(decoding: bytes, as: UTF8.self), variables)
        }
    }

    private static let seeds = [
        "steps.patterns.output.new.filter(p, p.count > 5 && p.template.contains('<*>')).map(p, p.template).join(', ')",
        "has(inputs.service) && inputs.service in ['web', 'db'] ? items[?0].orValue(0.0) : items[1] * 2.0",
        "[1, 2, 3].transformMap(i, v, v > 1, '%d-%s'.format([i, string(v)])).exists(k, v, v.startsWith('1'))",
        "cel.bind(t, timestamp('2026-01-02T03:04:05Z'), t + duration('1h30m') > t && t.getHours('Europe/Berlin') < 5)",
    ]

    private static func mutate(_ bytes: inout [UInt8], _ generator: inout Generator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 0...8, using: &generator))
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 2: bytes.insert(contentsOf: (words.randomElement(using: &generator) ?? "").utf8, at: place)
        default: bytes.replaceSubrange(place..<end, with: (words.randomElement(using: &generator) ?? "").utf8)
        }
    }
}
