#if HTTP
internal import AsyncHTTPClient
internal import Model
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// What went wrong with a server, in words for whoever asked.
enum ServerFailure {
    /// True when the connection was not made, so that nothing was sent yet.
    static func isConnecting(_ error: any Error) -> Bool {
        if let error = error as? HTTPClientError { return error == .connectTimeout }
        if error is NIOConnectionError { return true }
        guard let error = error as? IOError else { return false }
        return [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENETDOWN].contains(error.errnoCode)
    }

    static func tooLarge(_ endpoint: Endpoint) -> ToolError {
        ToolError(
            .communication, "the server's answer has more than \(endpoint.maximumResponse) bytes",
            hint: "ask for fewer series or a shorter time, or raise `max-response` of this source")
    }

    static func unresolved(_ endpoint: Endpoint) -> ToolError {
        ToolError(
            .timeout, "the server's name was not resolved within \(endpoint.timeout) ms",
            hint: "check `url` of this source, and what resolves its name")
    }

    static func told(_ error: any Error, _ endpoint: Endpoint) -> any Error {
        switch error {
        case is ToolError, is CancellationError: return error
        case let error as HTTPClientError: return client(error, endpoint)
        case let error as IOError:
            let reason = unsafe String(cString: strerror(error.errnoCode))
            return down("the server cannot be reached: \(reason)")
        case is NIOConnectionError: return down("the server cannot be reached: nothing answers at its address")
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            return ToolError(
                .communication, "the server's certificate is of another name than that of `url`",
                hint: "name the server in `url` as its certificate does")
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            return ToolError(
                .communication,
                "no encrypted connection to the server can be made, or its certificate is not trusted or expired",
                hint: "check `url`, and `ca-file` where the certificate is of an authority of your own")
        default: return down("the connection to the server broke off, or what it answered is not HTTP")
        }
    }

    private static func client(_ error: HTTPClientError, _ endpoint: Endpoint) -> any Error {
        switch error {
        case .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout,
            .tlsHandshakeTimeout:
            return ToolError(
                .timeout, "the server did not answer within \(endpoint.timeout) ms",
                hint: "ask for fewer series or a shorter time, or raise `timeout` of this source")
        case .cancelled: return CancellationError()
        default: return down("the connection to the server broke off, or what it answered is not HTTP")
        }
    }

    private static func down(_ message: String) -> ToolError {
        ToolError(.communication, message, hint: "is it running? `casebook doctor` checks the sources")
    }
}
#endif
