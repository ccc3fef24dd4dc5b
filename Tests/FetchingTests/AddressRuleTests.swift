import Model
import Testing

@testable import Fetching

@Suite struct AddressRuleTests {
    @Test(arguments: [
        "169.254.169.254", "169.254.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "100.100.100.200", "168.63.129.16",
        "2852039166", "0xA9FEA9FE", "0251.0376.0251.0376", "fe80::1", "ff02::1", "::", "fd00:ec2::254",
        "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "::169.254.169.254",
    ])
    func refusesWhatIsNeverAsked(host: String) {
        let error = #expect(throws: ToolError.self) { try HostAddresses(of: host) }
        #expect(error?.kind == .notPermitted)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("::1", true), ("10.0.0.7", false), ("192.168.1.1", false), ("fd12::1", false),
        ("::ffff:127.0.0.1", true), ("::ffff:127.1.2.3", true), ("::ffff:10.0.0.7", false),
        ("64:ff9b::7f00:1", false), ("2002:7f00:1::", false), ("::127.0.0.1", false),
    ])
    func allowsHostsOfPrivateNetworks(host: String, isLoopback: Bool) throws {
        #expect(try HostAddresses(of: host).areLoopback == isLoopback)
    }

    @Test(arguments: [
        ("http://127.0.0.1:9090", "http://127.0.0.1:9090/x"), ("https://prom.internal", "https://prom.internal:443/x"),
        ("HTTPS://h:8443/prom/", "https://h:8443/prom/x"), ("http://[::1]:90", "http://[::1]:90/x"),
    ])
    func readsURLs(text: String, below: String) { #expect(ServerURL(text)?.text("/x") == below) }

    @Test(arguments: [
        "", "h:90", "ftp://h", "http://", "http://u:p@h", "http://h?q=1", "http://h#f", "http://h:0", "http://h:99999",
        "http://h h", "http://h\r\nx: y", "http://[::1", "http://a:b:c", "file:///etc/passwd",
    ])
    func refusesOtherURLs(text: String) { #expect(ServerURL(text) == nil) }

    @Test func escapesForms() { #expect(FormText.escaped("a b&c=d+é\n") == "a%20b%26c%3Dd%2B%C3%A9%0A") }
}
