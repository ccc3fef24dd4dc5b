internal import JSON
internal import Model

/// Reads an answer of Prometheus's HTTP API as it comes and gives a collector what it has; of its own it holds one text
/// and one series' labels.
///
/// Source: https://prometheus.io/docs/prometheus/latest/querying/api/. Members may come in any order but for `metric`,
/// which has to stand before the values that it names, as all servers write it.
struct PrometheusReader {
    /// The longest text of an answer in bytes.
    static let maximumText = 64 << 10
    private static let maximumWarnings = 20

    private indirect enum State {
        case start, root, rootValue(String), data, dataValue(String)
        case result, element, elementValue(String), metric, metricValue(String)
        case values, pair(Int), texts(State)
        /// Within a value that nobody wants.
        case skip(State)
        case end
    }

    private var tokenizer = JSONTokenizer(
        limits: JSONLimits(depth: 32, bytes: .max, stringBytes: PrometheusReader.maximumText))
    private var state = State.start
    private var labels: [Label] = []
    private var name = ""
    private var number: Int?
    private var hasNumber = false
    private var time: Double?
    private(set) var status: String?
    private(set) var resultType: String?
    private(set) var warnings: [String] = []
    /// Whether the server says that a part of it did not answer, as VictoriaMetrics does.
    private(set) var isPartial = false
    /// Whether the texts that are read tell of the query, as a rule, and not of what was left out.
    private var areInfos = false
    private(set) var error: (type: String, text: String) = ("", "")

    /// Takes the next bytes.
    /// - Throws: `JSONError` for what is not JSON, `Fault` for what is JSON of another kind.
    mutating func feed(_ bytes: [UInt8], into collector: inout SeriesCollector) throws {
        tokenizer.feed(bytes)
        try run(&collector)
    }

    /// Ends the answer.
    /// - Throws: As `feed`.
    mutating func finish(into collector: inout SeriesCollector) throws {
        tokenizer.finish()
        try run(&collector)
        guard case .end = state, status != nil else { throw Fault() }
    }

    /// The answer is JSON and not what this API gives.
    struct Fault: Error {}

    private mutating func run(_ collector: inout SeriesCollector) throws {
        while true {
            if case .skip(let next) = state {
                guard try tokenizer.skipValue() != .needsInput else { return }
                state = next
                continue
            }
            let token = try tokenizer.next()
            if token == .needsInput { return }
            if token == .end {
                guard case .end = state else { throw Fault() }
                return
            }
            try take(token, &collector)
        }
    }

    private mutating func take(_ token: JSONTokenizer.Token, _ collector: inout SeriesCollector) throws {
        switch state {
        case .start:
            guard token == .beginObject else { throw Fault() }
            state = .root
        case .root, .data, .element, .metric: try member(token, &collector)
        case .rootValue(let name): try rootValue(name, token)
        case .dataValue(let name): try dataValue(name, token)
        case .result: try result(token)
        case .elementValue(let name): try elementValue(name, token)
        case .metricValue(let label):
            guard token == .string else { throw Fault() }
            take(label: label, tokenizer.text)
            state = .metric
        case .values: try values(token)
        case .pair(let place): try pair(place, token, &collector)
        case .texts(let next):
            if token == .endArray {
                state = next
            } else if token == .string, warnings.count < Self.maximumWarnings {
                let text = tokenizer.text
                // Such as that histograms were ignored; the others say how a query is better written.
                if !areInfos || text.contains("ignored") { warnings.append(text) }
            }
        case .skip, .end: throw Fault()
        }
    }

    /// A member's name, or the end of its object.
    private mutating func member(_ token: JSONTokenizer.Token, _ collector: inout SeriesCollector) throws {
        if token == .endObject {
            switch state {
            case .root: state = .end
            case .data: state = .root
            case .element:
                leave()
                state = .result
            default: state = .element
            }
            return
        }
        guard token == .key else { throw Fault() }
        let text = tokenizer.text
        switch state {
        case .root:
            let wanted = ["status", "data", "error", "errorType", "warnings", "infos", "isPartial"].contains(text)
            state = wanted ? .rootValue(text) : .skip(.root)
        case .data: state = ["resultType", "result"].contains(text) ? .dataValue(text) : .skip(.data)
        case .element:
            if text == "histogram" || text == "histograms" { collector.histograms += 1 }
            state = ["metric", "values", "value"].contains(text) ? .elementValue(text) : .skip(.element)
        default: state = .metricValue(text)
        }
    }

    private mutating func rootValue(_ name: String, _ token: JSONTokenizer.Token) throws {
        switch (name, token) {
        case ("data", .beginObject): state = .data
        case ("warnings", .beginArray), ("infos", .beginArray):
            areInfos = name == "infos"
            state = .texts(.root)
        case ("isPartial", .true), ("isPartial", .false):
            isPartial = token == .true
            state = .root
        case ("status", .string):
            status = tokenizer.text
            state = .root
        case ("error", .string):
            error.text = tokenizer.text
            state = .root
        case ("errorType", .string):
            error.type = tokenizer.text
            state = .root
        case (_, .null): state = .root
        default: throw Fault()
        }
    }

    private mutating func dataValue(_ name: String, _ token: JSONTokenizer.Token) throws {
        switch (name, token) {
        case ("result", .beginArray): state = .result
        case ("resultType", .string):
            resultType = tokenizer.text
            state = .data
        case (_, .null): state = .data
        default: throw Fault()
        }
    }

    private mutating func result(_ token: JSONTokenizer.Token) throws {
        switch token {
        case .endArray: state = .data
        case .beginObject:
            labels = []
            name = ""
            hasNumber = false
            state = .element
        // A scalar is a pair and not a list of series.
        case .number: state = .result
        case .string: state = .result
        default: throw Fault()
        }
    }

    private mutating func elementValue(_ name: String, _ token: JSONTokenizer.Token) throws {
        switch (name, token) {
        case ("metric", .beginObject): state = .metric
        case ("values", .beginArray): state = .values
        case ("value", .beginArray): state = .pair(-1)
        case (_, .null): state = .element
        default: throw Fault()
        }
    }

    private mutating func values(_ token: JSONTokenizer.Token) throws {
        switch token {
        case .endArray: state = .element
        case .beginArray: state = .pair(0)
        default: throw Fault()
        }
    }

    /// A pair's places are 0, 1 and 2 for its end; of a lone one -1, -2 and -3.
    private mutating func pair(
        _ place: Int, _ token: JSONTokenizer.Token, _ collector: inout SeriesCollector
    ) throws {
        switch (abs(place < 0 ? place + 1 : place), token) {
        case (0, .number):
            time = (tokenizer.number?.double)
            state = .pair(place < 0 ? -2 : 1)
        case (1, .string):
            guard let time, abs(time) < 1e12, let value = Self.value(tokenizer.text) else { throw Fault() }
            enter(&collector)
            collector.add(Int64((time * 1000).rounded()), value, to: number)
            state = .pair(place < 0 ? -3 : 2)
        case (2, .endArray): state = place < 0 ? .element : .values
        default: throw Fault()
        }
    }

    private static func value(_ text: String) -> Double? {
        switch text {
        case "NaN": .nan
        case "+Inf", "Inf": .infinity
        case "-Inf": -.infinity
        default: Double(text)
        }
    }

    private mutating func take(label: String, _ value: String) {
        if label == "__name__" {
            name = value
        } else if !value.isEmpty, labels.count < SeriesCollector.maximumLabels {
            labels.append(Label(label, value))
        }
    }

    private mutating func enter(_ collector: inout SeriesCollector) {
        guard !hasNumber else { return }
        hasNumber = true
        number = collector.number(SeriesIdentity(name: name, labels: labels.sorted { $0.name < $1.name }))
    }

    private mutating func leave() { number = nil }
}
