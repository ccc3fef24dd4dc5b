internal import JSON
package import Model

/// Something that was rolled out, as a source of kind `changes` lists it.
package struct Deploy: Hashable, Sendable {
    package let time: Timestamp
    package let service: String
    package let title: String
    package let ref: String?
    package let author: String?
    /// The source that lists it.
    package let source: String

    package init(
        time: Timestamp, service: String, title: String, ref: String? = nil, author: String? = nil, source: String = ""
    ) {
        self.time = time
        self.service = service
        self.title = title
        self.ref = ref
        self.author = author
        self.source = source
    }

    /// Reads `{time, service, title, ref, author}`; nil without a time, or without both a service and a title.
    init?(_ value: JSONValue, source: String) {
        let time =
            value["time"]?.stringValue.flatMap { Timestamp(rfc3339: $0) }
            ?? value["time"]?.doubleValue.flatMap { Timestamp(seconds: $0) }
        guard let time else { return nil }
        func text(_ key: String, limit: Int) -> String? {
            value[key]?.stringValue.map { AttributeChange.shortened($0, limit: limit) }.flatMap {
                $0.isEmpty ? nil : $0
            }
        }
        let service = text("service", limit: 100)
        let title = text("title", limit: 300)
        guard service != nil || title != nil else { return nil }
        self.init(
            time: time, service: service ?? "", title: title ?? "", ref: text("ref", limit: 200),
            author: text("author", limit: 100), source: source)
    }

    /// A fixed order: newest first, then by what stands in it.
    static func newestFirst(_ left: Deploy, _ right: Deploy) -> Bool {
        if left.time != right.time { return left.time > right.time }
        return (left.service, left.title, left.ref ?? "") < (right.service, right.title, right.ref ?? "")
    }
}
