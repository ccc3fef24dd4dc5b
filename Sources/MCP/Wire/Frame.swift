import JSON

/// One message from the server, ready for the wire: JSON in one line without its end.
public struct Frame: Sendable {
    /// What the message is, which decides what a transport does with it.
    public enum Kind: Hashable, Sendable {
        /// The answer, after which nothing more comes for its request. The code is that of an error.
        case response(errorCode: Int?)
        /// A notification.
        case notification
        /// A request to the client, which only legacy connections see.
        case request
    }

    /// The UTF-8 of the message.
    public let bytes: [UInt8]
    /// What the message is.
    public let kind: Kind
    /// Whether a stalled transport may drop it: progress and log messages.
    public let isAdvisory: Bool

    /// The message as an event of a stream (2026-07-28, basic/transports/streamable-http): one `data` line.
    public var event: [UInt8] { Array("data: ".utf8) + bytes + [0x0A, 0x0A] }

    init(bytes: [UInt8], kind: Kind, isAdvisory: Bool = false) {
        self.bytes = bytes
        self.kind = kind
        self.isAdvisory = isAdvisory
    }

    /// An answer with a result.
    static func result(_ id: RequestID, _ result: JSONValue) -> Frame {
        Frame.result(id, written: result.bytes())
    }

    /// An answer with a result that has been written before.
    static func result(_ id: RequestID, written result: [UInt8]) -> Frame {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(result.count + 64)
        bytes.append(contentsOf: #"{"jsonrpc":"2.0","id":"#.utf8)
        bytes.append(contentsOf: id.json.bytes())
        bytes.append(contentsOf: #","result":"#.utf8)
        bytes.append(contentsOf: result)
        bytes.append(UInt8(ascii: "}"))
        return Frame(bytes: bytes, kind: .response(errorCode: nil))
    }

    /// An answer with an error; without an ID when the request's could not be read.
    static func failure(_ id: RequestID?, _ error: MCPError, in revision: Revision) -> Frame {
        var message: JSONObject = ["jsonrpc": "2.0"]
        message["id"] = id?.json
        message["error"] = error.json(in: revision)
        let code = error.code.number(in: revision)
        return Frame(bytes: JSONValue.object(message).bytes(), kind: .response(errorCode: code))
    }

    /// A notification.
    static func notification(_ method: String, _ params: JSONObject, isAdvisory: Bool = false) -> Frame {
        var message: JSONObject = ["jsonrpc": "2.0", "method": .string(method)]
        if !params.isEmpty { message["params"] = .object(params) }
        return Frame(bytes: JSONValue.object(message).bytes(), kind: .notification, isAdvisory: isAdvisory)
    }

    /// A request to the client.
    static func request(_ id: RequestID, _ method: String, _ params: JSONObject) -> Frame {
        let message: JSONObject = [
            "jsonrpc": "2.0", "id": id.json, "method": .string(method), "params": .object(params),
        ]
        return Frame(bytes: JSONValue.object(message).bytes(), kind: .request)
    }
}
