#if HTTP
internal import NIOCore
internal import NIOSSL

/// A certificate and its private key, as files of PEM.
public struct TLSFiles: Hashable, Sendable {
    /// The certificate's file, followed in it by those that it was signed with.
    public let certificate: String
    /// The private key's file.
    public let key: String

    /// Names the files; they are read when the server is made.
    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// What connections are encrypted with: TLS 1.2 or later.
    func configuration() throws(HTTPServerError) -> TLSConfiguration {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate)
            let privateKey = try NIOSSLPrivateKey(file: key, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            // Who does not say farewell would keep the place of a connection that was closed.
            configuration.shutdownTimeout = .milliseconds(200)
            // A pair that does not fit is found here and not by the first client.
            _ = try NIOSSLContext(configuration: configuration)
            return configuration
        } catch {
            throw HTTPServerError(
                code: .certificate, message: "the certificate \(certificate) with the key \(key) cannot be used",
                hint: "both have to be readable PEM, and the key has to be that of the first certificate")
        }
    }
}
#endif
