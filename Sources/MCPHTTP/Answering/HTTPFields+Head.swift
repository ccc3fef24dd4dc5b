#if HTTP
internal import HTTPTypes
internal import MCP

extension MCP.HTTPFields {
    /// The fields of a head; `Host` is one again, and one that was given twice is there twice.
    init(_ head: HTTPRequest) {
        let host = head.authority.map { [("host", $0)] } ?? []
        self.init(host + head.headerFields.map { ($0.name.canonicalName, $0.value) })
    }
}

extension HTTPResponse {
    /// A head of these fields.
    init(status: Status, fields: [(name: String, value: String)], length: Int? = nil) {
        var all = HTTPTypes.HTTPFields()
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { all.append(HTTPField(name: name, value: value)) }
        }
        if let length { all[.contentLength] = String(length) }
        self.init(status: status, headerFields: all)
    }
}
#endif
