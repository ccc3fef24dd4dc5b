import CLoad

/// A call of a tool, with marks where its number goes.
struct Call {
    let tool: String
    /// Its arguments as JSON.
    let arguments: String

    /// One that all contenders have something like: two numbers in, a structured sum out.
    static let add = Call(tool: "add", arguments: #"{"a":1,"b":2}"#)

    /// The request as an older client sends it: the revision that every contender speaks.
    var legacy: String { frame(#""name":"\#(tool)","arguments":\#(arguments)"#) }

    /// The request as one of 2026-07-28.
    var modern: String {
        let meta =
            #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#
        return frame(#""name":"\#(tool)","arguments":\#(arguments),\#(meta)"#)
    }

    private func frame(_ params: String) -> String {
        #"{"jsonrpc":"2.0","id":\#(CLOAD_MARK),"method":"tools/call","params":{\#(params)}}"#
    }

    /// What opens a connection of an older client.
    static let opening =
        #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"#
        + #""clientInfo":{"name":"bench","version":"1"}}}"#
    static let opened = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#
}

/// What C wrote into a buffer.
func text(_ buffer: [CChar]) -> String {
    String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
